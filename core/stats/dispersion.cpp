#include "core/stats/dispersion.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "core/stats/median.h"

namespace regulus {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

struct Center {
    double middle = nan, spread = nan;
};

// The mean of no counts at all is taken for a small one, so that nothing is divided by 0.
double above_zero(double mean) {
    return mean == 0 ? 1e-12 : mean;
}

Center mean_and_deviation(const std::vector<double>& values) {
    if (values.empty()) return {};
    double sum = 0, squares = 0;
    for (const double value : values) sum += value;
    const auto n = static_cast<double>(values.size());
    const double mean = sum / n;
    if (values.size() == 1) return {0, mean};
    for (const double value : values) squares += (value - mean) * (value - mean);
    return {mean, std::sqrt(squares / (n - 1))};
}

Center median_and_deviation(const std::vector<double>& values) {
    if (values.empty()) return {};
    constexpr double normal = 0.6744897501960817;  // third quartile of the standard normal distribution
    const double middle = median(values);
    std::vector<double> off;
    off.reserve(values.size());
    for (const double value : values) off.push_back(std::abs(value - middle) / normal);
    return {middle, median(std::move(off))};
}

void scale(Dispersions& genes, const std::vector<double>& bounds,
           Center (*center)(const std::vector<double>&)) {
    std::vector<std::vector<double>> binned(bounds.size());
    std::vector<std::size_t> bin;
    for (std::size_t g = 0; g < genes.means.size(); ++g) {
        const auto found = std::ranges::lower_bound(bounds, genes.means[g]);
        bin.push_back(std::min(static_cast<std::size_t>(found - bounds.begin()), bounds.size() - 1));
        if (!std::isnan(genes.dispersions[g])) binned[bin.back()].push_back(genes.dispersions[g]);
    }
    std::vector<Center> centers;
    for (const auto& values : binned) centers.push_back(center(values));
    for (std::size_t g = 0; g < bin.size(); ++g) {
        const Center& of = centers[bin[g]];
        genes.scaled.push_back((genes.dispersions[g] - of.middle) / of.spread);
    }
}

}  // namespace

std::vector<double> equal_bins(std::span<const double> values, std::size_t bins) {
    assert(!values.empty() && bins > 0);
    auto [low, high] = std::ranges::minmax(values);
    if (low == high) {
        const double around = low != 0 ? 0.001 * std::abs(low) : 0.001;
        low -= around;
        high += around;
    }
    std::vector<double> bounds;
    const double step = (high - low) / static_cast<double>(bins);
    for (std::size_t i = 1; i < bins; ++i) bounds.push_back(static_cast<double>(i) * step + low);
    bounds.push_back(high);
    return bounds;
}

double percentile(std::span<const double> ascending, double percent) {
    assert(!ascending.empty());
    const double place = percent / 100 * static_cast<double>(ascending.size() - 1);
    const auto below = std::min(static_cast<std::size_t>(place), ascending.size() - 1);
    const double part = place - static_cast<double>(below);
    const double a = ascending[below], b = ascending[std::min(below + 1, ascending.size() - 1)];
    return part < 0.5 ? a + (b - a) * part : b - (b - a) * (1 - part);
}

Dispersions seurat_dispersions(const GeneMoments& moments, std::size_t bins) {
    Dispersions genes;
    for (std::size_t g = 0; g < moments.mean.size(); ++g) {
        const double mean = above_zero(moments.mean[g]), dispersion = moments.variance[g] / mean;
        genes.means.push_back(std::log1p(mean));
        genes.dispersions.push_back(dispersion > 0 ? std::log(dispersion) : nan);
    }
    if (!genes.means.empty()) scale(genes, equal_bins(genes.means, bins), mean_and_deviation);
    return genes;
}

Dispersions cell_ranger_dispersions(const GeneMoments& moments) {
    Dispersions genes;
    for (std::size_t g = 0; g < moments.mean.size(); ++g) {
        genes.means.push_back(above_zero(moments.mean[g]));
        genes.dispersions.push_back(moments.variance[g] / genes.means.back());
    }
    if (genes.means.empty()) return genes;
    std::vector<double> ascending = genes.means, bounds;
    std::ranges::sort(ascending);
    for (int percent = 10; percent <= 100; percent += 5) bounds.push_back(percentile(ascending, percent));
    bounds.erase(std::unique(bounds.begin(), bounds.end()), bounds.end());
    scale(genes, bounds, median_and_deviation);
    return genes;
}

}  // namespace regulus
