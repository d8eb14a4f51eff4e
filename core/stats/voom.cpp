#include "core/stats/voom.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/stats/distributions.h"
#include "core/stats/lowess.h"
#include "core/stats/moderated_variance.h"

namespace regulus {
namespace {

using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct Fit {
    Rows coefficients;              // genes × terms
    std::vector<double> variances;  // residual, a gene
    std::vector<double> unscaled;   // of the term: √ of the diagonal of (X'WX)⁻¹, a gene
};

// Weighted least squares, gene by gene; `weights` empty for none.
Fit fit_genes(const Rows& y, const Rows& weights, const Rows& design, std::size_t term, Job& job) {
    const Eigen::Index genes = y.rows(), terms = design.cols();
    const auto df = static_cast<double>(design.rows() - terms);
    Fit fit{Rows(genes, terms), std::vector<double>(static_cast<std::size_t>(genes)),
            std::vector<double>(static_cast<std::size_t>(genes))};
    parallel_for(static_cast<std::size_t>(genes), 64, [&](std::size_t begin, std::size_t end) {
        job.checkpoint();
        for (auto g = static_cast<Eigen::Index>(begin); g < static_cast<Eigen::Index>(end); ++g) {
            Eigen::MatrixXd x = design;
            Eigen::VectorXd values = y.row(g).transpose();
            if (weights.size() > 0) {
                const Eigen::VectorXd roots = weights.row(g).transpose().cwiseSqrt();
                x = roots.asDiagonal() * x;
                values = roots.cwiseProduct(values);
            }
            const Eigen::HouseholderQR<Eigen::MatrixXd> qr(x);
            const Eigen::VectorXd found = qr.solve(values);
            fit.coefficients.row(g) = found.transpose();
            fit.variances[static_cast<std::size_t>(g)] = (values - x * found).squaredNorm() / df;
            // A column of R⁻ᵀ: its squares add up to the diagonal of (X'X)⁻¹.
            const Eigen::MatrixXd r = qr.matrixQR().topRows(terms).triangularView<Eigen::Upper>();
            Eigen::VectorXd unit = Eigen::VectorXd::Zero(terms);
            unit[static_cast<Eigen::Index>(term)] = 1;
            fit.unscaled[static_cast<std::size_t>(g)] =
                r.transpose().triangularView<Eigen::Lower>().solve(unit).norm();
        }
    });
    return fit;
}

// Precision of each count from the trend of √ of the standard deviation over the mean log count.
Rows precision_weights(const Fit& fit, const Rows& y, const Rows& design, const Eigen::VectorXd& log_sizes) {
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
    const Rows x =
        Eigen::Map<const Rows>(design.values.data(), samples, static_cast<Eigen::Index>(design.terms));
    Eigen::VectorXd log_sizes(samples);
    for (Eigen::Index s = 0; s < samples; ++s)
        log_sizes[s] = std::log2(sizes[static_cast<std::size_t>(s)] + 1);
    Rows y(genes, samples);
    for (Eigen::Index g = 0; g < genes; ++g)
        for (Eigen::Index s = 0; s < samples; ++s)
            y(g, s) = std::log2(counts.at(static_cast<std::size_t>(s), static_cast<std::size_t>(g)) + 0.5) -
                      log_sizes[s] + std::log2(1e6);
    const Fit first = fit_genes(y, {}, x, term, job);
    const Fit fit = fit_genes(y, precision_weights(first, y, x, log_sizes), x, term, job);
    const ModeratedVariances moderated =
        moderated_variances(fit.variances, static_cast<double>(design.samples - design.terms));
    VoomTests tests{{}, moderated.prior_df, moderated.prior_variance};
    for (std::size_t g = 0; g < counts.genes; ++g) {
        VoomTest test;
        test.log2_fold_change =
            fit.coefficients(static_cast<Eigen::Index>(g), static_cast<Eigen::Index>(term));
        test.mean_log2_cpm = y.row(static_cast<Eigen::Index>(g)).mean();
        test.t = test.log2_fold_change / fit.unscaled[g] / std::sqrt(moderated.variances[g]);
        test.df = moderated.df;
        test.p = student_two_sided(test.t, test.df);
        tests.genes.push_back(test);
    }
    return tests;
}

}  // namespace regulus
