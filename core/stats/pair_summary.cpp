#include "core/stats/pair_summary.h"

#include <cmath>
#include <vector>

#include "core/base/cell_loop.h"
#include "core/stats/rank_test.h"

namespace regulus {
namespace {

// In two passes, so that large means lose no digits.
std::optional<double> pearson(const std::vector<double>& a, const std::vector<double>& b) {
    const double n = static_cast<double>(a.size());
    if (a.size() < 2) return std::nullopt;
    double mean_a = 0, mean_b = 0;
    for (std::size_t i = 0; i < a.size(); ++i) mean_a += a[i], mean_b += b[i];
    mean_a /= n;
    mean_b /= n;
    double aa = 0, bb = 0, ab = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double x = a[i] - mean_a, y = b[i] - mean_b;
        aa += x * x;
        bb += y * y;
        ab += x * y;
    }
    if (!(aa > 0) || !(bb > 0)) return std::nullopt;
    return ab / std::sqrt(aa) / std::sqrt(bb);
}

}  // namespace

PairSummary summarise_pair(std::span<const double> x, std::span<const double> y, const CellSet& cells,
                           Job& job) {
    PairSummary out;
    std::vector<double> a, b;
    visit_cells(cells, [&](std::size_t cell) {
        if (!std::isfinite(x[cell]) || !std::isfinite(y[cell])) {
            ++out.missing;
            return;
        }
        a.push_back(x[cell]);
        b.push_back(y[cell]);
        const bool zero_x = x[cell] == 0, zero_y = y[cell] == 0;
        out.zero_x += zero_x;
        out.zero_y += zero_y;
        out.zero_both += zero_x && zero_y;
    });
    out.cells = a.size();
    job.checkpoint();
    out.pearson = pearson(a, b);
    job.checkpoint();
    if (out.pearson) out.spearman = spearman(a, b);
    return out;
}

std::array<std::size_t, 4> quadrant_counts(std::span<const double> x, std::span<const double> y,
                                           const CellSet& cells, double at_x, double at_y) {
    std::array<std::size_t, 4> counts{};
    visit_cells(cells, [&](std::size_t cell) {
        const double a = x[cell], b = y[cell];
        if (!std::isfinite(a) || !std::isfinite(b)) return;
        ++counts[(b >= at_y ? 0U : 2U) + (a >= at_x ? 1U : 0U)];
    });
    return counts;
}

}  // namespace regulus
