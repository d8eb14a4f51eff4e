#include "core/evidence/discriminants.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/SVD>
#include <algorithm>
#include <numeric>

namespace regulus {
namespace {

using Index = Eigen::Index;

Eigen::VectorXd place_of(const Matrix& places, std::size_t row) {
    return Eigen::Map<const Eigen::VectorXf>(places.row(row).data(), static_cast<Index>(places.cols))
        .cast<double>();
}

struct Fit {
    Eigen::MatrixXd means;               // columns × classes
    std::vector<double> cells;           // of each class
    Eigen::LLT<Eigen::MatrixXd> within;  // covariance
};

Fit fit_of(const Matrix& places, const std::vector<std::int32_t>& known, std::size_t classes) {
    constexpr double shrink = 0.1;
    const auto dimensions = static_cast<Index>(places.cols);
    Fit fit{
        Eigen::MatrixXd::Zero(dimensions, static_cast<Index>(classes)), std::vector<double>(classes, 0), {}};
    for (std::size_t c = 0; c < known.size(); ++c) {
        if (known[c] < 0) continue;
        fit.means.col(known[c]) += place_of(places, c);
        ++fit.cells[static_cast<std::size_t>(known[c])];
    }
    for (std::size_t k = 0; k < classes; ++k)
        fit.means.col(static_cast<Index>(k)) /= std::max(fit.cells[k], 1.0);
    Eigen::MatrixXd within = Eigen::MatrixXd::Zero(dimensions, dimensions);
    for (std::size_t c = 0; c < known.size(); ++c) {
        if (known[c] < 0) continue;
        const Eigen::VectorXd off = place_of(places, c) - fit.means.col(known[c]);
        within += off * off.transpose();
    }
    within /= std::max(1.0, std::accumulate(fit.cells.begin(), fit.cells.end(), 0.0));
    within.diagonal().array() += 1e-9 + shrink * within.trace() / static_cast<double>(dimensions);
    fit.within.compute(within);
    return fit;
}

}  // namespace

LearnAndName by_discriminants(const Matrix& places, const Split& split, std::size_t classes) {
    return [&places, test = split.test.rows(), classes](const std::vector<std::int32_t>& known, Job&) {
        const Fit fit = fit_of(places, known, classes);
        const Eigen::MatrixXd weights = fit.within.solve(fit.means);  // columns × classes
        const Eigen::VectorXd offset = -0.5 * (fit.means.array() * weights.array()).colwise().sum();
        Matrix probabilities(test.size(), classes);
        for (std::size_t i = 0; i < test.size(); ++i) {
            Eigen::VectorXd logits = weights.transpose() * place_of(places, test[i]) + offset;
            for (std::size_t k = 0; k < classes; ++k) {
                if (fit.cells[k] == 0) logits[static_cast<Index>(k)] = -1e4;
            }
            logits = (logits.array() - logits.maxCoeff()).exp();
            logits /= logits.sum();
            for (std::size_t k = 0; k < classes; ++k)
                probabilities(i, k) = static_cast<float>(logits[static_cast<Index>(k)]);
        }
        return probabilities;
    };
}

Matrix discriminant_axes(const Matrix& places, const std::vector<std::int32_t>& known, std::size_t classes) {
    const Fit fit = fit_of(places, known, classes);
    Eigen::MatrixXd means(fit.means.rows(), 0);
    for (std::size_t k = 0; k < classes; ++k) {
        if (fit.cells[k] == 0) continue;
        means.conservativeResize(Eigen::NoChange, means.cols() + 1);
        means.rightCols(1) = fit.means.col(static_cast<Index>(k));
    }
    const Eigen::VectorXd middle = means.rowwise().mean();
    const Eigen::MatrixXd apart = fit.within.matrixL().solve(means.colwise() - middle);
    const Index axes = std::min(means.rows(), std::max<Index>(means.cols() - 1, 1));
    const Eigen::JacobiSVD<Eigen::MatrixXd> svd(apart, Eigen::ComputeThinU);
    const Eigen::MatrixXd onto = svd.matrixU().leftCols(axes).transpose();
    Matrix made(places.rows, static_cast<std::size_t>(axes));
    for (std::size_t c = 0; c < places.rows; ++c) {
        const Eigen::VectorXd at = onto * fit.within.matrixL().solve(place_of(places, c) - middle);
        for (Index a = 0; a < axes; ++a) made(c, static_cast<std::size_t>(a)) = static_cast<float>(at[a]);
    }
    return made;
}

}  // namespace regulus
