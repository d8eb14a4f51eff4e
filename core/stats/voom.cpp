#include "core/stats/voom.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/stats/linear_fits.h"
#include "core/stats/lowess.h"

namespace regulus {
namespace {

// Precision of each count from the trend of √ of the standard deviation over the mean log count.
Rows precision_weights(const LinearFits& fit, const Rows& y, const Rows& design,
                       const Eigen::VectorXd& log_sizes) {
    const std::size_t genes = fit.variances.size();
    const double per_million = std::log2(1e6), shift = log_sizes.mean() - per_million;
    std::vector<double> level(genes);
    for (std::size_t g = 0; g < genes; ++g) level[g] = y.row(static_cast<Eigen::Index>(g)).mean() + shift;
    std::vector<std::size_t> order(genes);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return level[a] < level[b]; });
    std::vector<double> sx, sy;
    for (const std::size_t g : order) {
        sx.push_back(level[g]);
        sy.push_back(std::pow(fit.variances[g], 0.25));
    }
    const Line trend(sx, lowess(sx, sy, {0.5, 3, 0.01}));
    Rows weights = fit.coefficients * design.transpose();
    for (Eigen::Index g = 0; g < weights.rows(); ++g)
        for (Eigen::Index s = 0; s < weights.cols(); ++s)
            weights(g, s) = 1 / std::pow(trend(weights(g, s) + log_sizes[s] - per_million), 4);
    return weights;
}

}  // namespace

VoomTests voom_test(const BulkCounts& counts, std::span<const double> sizes, const Design& design,
                    std::size_t term, Job& job) {
    assert(counts.samples == design.samples && sizes.size() == design.samples && term < design.terms);
    if (design.samples <= design.terms)
        throw Error(ErrorKind::Data, "There are too few samples for a test", {},
                    "It takes two donors at least in each group, or with both");
    if (counts.genes < 2) throw Error(ErrorKind::Data, "Fewer than two genes have enough counts for a test");
    if (std::ranges::any_of(sizes, [](double size) { return !(size > 0); }))
        throw Error(ErrorKind::Data, "A sample without counts cannot be tested");
    const auto samples = static_cast<Eigen::Index>(counts.samples);
    const auto genes = static_cast<Eigen::Index>(counts.genes);
    const Rows x = as_rows(design);
    Eigen::VectorXd log_sizes(samples);
    for (Eigen::Index s = 0; s < samples; ++s)
        log_sizes[s] = std::log2(sizes[static_cast<std::size_t>(s)] + 1);
    Rows y(genes, samples);
    for (Eigen::Index g = 0; g < genes; ++g)
        for (Eigen::Index s = 0; s < samples; ++s)
            y(g, s) = std::log2(counts.at(static_cast<std::size_t>(s), static_cast<std::size_t>(g)) + 0.5) -
                      log_sizes[s] + std::log2(1e6);
    const LinearFits first = fit_rows(y, {}, x, term, job);
    const LinearFits fit = fit_rows(y, precision_weights(first, y, x, log_sizes), x, term, job);
    const ModeratedTests moderated = tests_of(fit, term);
    VoomTests tests{{}, moderated.prior_df, moderated.prior_variance};
    for (std::size_t g = 0; g < counts.genes; ++g) {
        const ModeratedTest& one = moderated.rows[g];
        tests.genes.push_back(
            {one.coefficient, y.row(static_cast<Eigen::Index>(g)).mean(), one.t, one.df, one.p});
    }
    return tests;
}

}  // namespace regulus
