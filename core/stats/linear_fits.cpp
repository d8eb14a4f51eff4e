#include "core/stats/linear_fits.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "core/base/parallel.h"
#include "core/stats/distributions.h"
#include "core/stats/moderated_variance.h"

namespace regulus {
namespace {

// Whether residuals are anything but what rounding leaves.
bool varies(const LinearFits& fits) {
    constexpr double rounding = 1e-24;
    for (std::size_t r = 0; r < fits.variances.size(); ++r) {
        const double size = fits.coefficients.row(static_cast<Eigen::Index>(r)).squaredNorm();
        if (fits.variances[r] > rounding * std::max(size, rounding)) return true;
    }
    return false;
}

}  // namespace

Rows as_rows(const Design& design) {
    return Eigen::Map<const Rows>(design.values.data(), static_cast<Eigen::Index>(design.samples),
                                  static_cast<Eigen::Index>(design.terms));
}

LinearFits fit_rows(const Rows& y, const Rows& weights, const Rows& design, std::size_t term, Job& job) {
    const Eigen::Index terms = design.cols();
    const auto rows = static_cast<std::size_t>(y.rows());
    LinearFits fits{Rows(y.rows(), terms), std::vector<double>(rows), std::vector<double>(rows),
                    static_cast<double>(design.rows() - terms)};
    parallel_for(rows, 64, [&](std::size_t begin, std::size_t end) {
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
            fits.coefficients.row(g) = found.transpose();
            fits.variances[static_cast<std::size_t>(g)] = (values - x * found).squaredNorm() / fits.df;
            // A column of R⁻ᵀ: its squares add up to the diagonal of (X'X)⁻¹.
            const Eigen::MatrixXd r = qr.matrixQR().topRows(terms).triangularView<Eigen::Upper>();
            Eigen::VectorXd unit = Eigen::VectorXd::Zero(terms);
            unit[static_cast<Eigen::Index>(term)] = 1;
            fits.unscaled[static_cast<std::size_t>(g)] =
                r.transpose().triangularView<Eigen::Lower>().solve(unit).norm();
        }
    });
    return fits;
}

ModeratedTests tests_of(const LinearFits& fits, std::size_t term) {
    const auto coefficient = [&](std::size_t r) {
        return fits.coefficients(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(term));
    };
    ModeratedTests tests;
    const std::size_t rows = fits.variances.size();
    if (!varies(fits)) {
        constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
        for (std::size_t r = 0; r < rows; ++r)
            tests.rows.push_back({coefficient(r), unknown, fits.df, unknown});
        return tests;
    }
    const ModeratedVariances moderated = moderated_variances(fits.variances, fits.df);
    tests.prior_df = moderated.prior_df;
    tests.prior_variance = moderated.prior_variance;
    for (std::size_t r = 0; r < rows; ++r) {
        const double t = coefficient(r) / fits.unscaled[r] / std::sqrt(moderated.variances[r]);
        tests.rows.push_back({coefficient(r), t, moderated.df, student_two_sided(t, moderated.df)});
    }
    return tests;
}

ModeratedTests moderated_tests(std::span<const double> values, const Design& design, std::size_t term,
                               Job& job) {
    assert(design.samples > design.terms && term < design.terms && !values.empty());
    assert(values.size() % design.samples == 0);
    const Rows y =
        Eigen::Map<const Rows>(values.data(), static_cast<Eigen::Index>(values.size() / design.samples),
                               static_cast<Eigen::Index>(design.samples));
    return tests_of(fit_rows(y, {}, as_rows(design), term, job), term);
}

}  // namespace regulus
