#include "core/stats/class_shape.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cassert>
#include <vector>

namespace regulus {
namespace {

using Index = Eigen::Index;

constexpr std::size_t rows_at_once = 512;
constexpr double ridge = 1e-3;  // of the mean variance

Matrix centroids_of(const Matrix& x, std::span<const std::int32_t> labels, std::size_t classes) {
    std::vector<double> sums(classes * x.cols, 0);
    std::vector<std::size_t> cells(classes, 0);
    for (std::size_t i = 0; i < x.rows; ++i) {
        if (labels[i] < 0) continue;
        const auto k = static_cast<std::size_t>(labels[i]);
        assert(k < classes);
        ++cells[k];
        const auto row = x.row(i);
        for (std::size_t d = 0; d < x.cols; ++d) sums[k * x.cols + d] += row[d];
    }
    Matrix centroids(classes, x.cols);
    for (std::size_t k = 0; k < classes; ++k) {
        const double share = 1 / static_cast<double>(std::max<std::size_t>(cells[k], 1));
        for (std::size_t d = 0; d < x.cols; ++d)
            centroids(k, d) = static_cast<float>(sums[k * x.cols + d] * share);
    }
    return centroids;
}

// Mean of the products of what cells differ by from their centroid.
Eigen::MatrixXd covariance_of(const Matrix& x, std::span<const std::int32_t> labels,
                              const Matrix& centroids) {
    const auto dimensions = static_cast<Index>(x.cols);
    Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(dimensions, dimensions);
    Eigen::MatrixXd apart(static_cast<Index>(rows_at_once), dimensions);
    Index filled = 0;
    double cells = 0;
    const auto add = [&] {
        sum.noalias() += apart.topRows(filled).transpose() * apart.topRows(filled);
        cells += static_cast<double>(filled);
        filled = 0;
    };
    for (std::size_t i = 0; i < x.rows; ++i) {
        if (labels[i] < 0) continue;
        const auto cell = x.row(i), centroid = centroids.row(static_cast<std::size_t>(labels[i]));
        for (std::size_t d = 0; d < cell.size(); ++d)
            apart(filled, static_cast<Index>(d)) = static_cast<double>(cell[d]) - centroid[d];
        if (++filled == apart.rows()) add();
    }
    add();
    return sum / std::max(cells, 1.0);
}

}  // namespace

ClassShape class_shape(const Matrix& x, std::span<const std::int32_t> labels, std::size_t classes) {
    assert(labels.size() == x.rows);
    ClassShape shape{centroids_of(x, labels, classes), Matrix(x.cols, x.cols)};
    Eigen::MatrixXd covariance = covariance_of(x, labels, shape.centroids);
    const double mean = covariance.trace() / static_cast<double>(std::max<std::size_t>(x.cols, 1));
    covariance.diagonal().array() += mean > 0 ? ridge * mean : 1;
    const Eigen::LLT<Eigen::MatrixXd> factor(covariance);
    const Eigen::MatrixXd whitening =
        factor.matrixL().solve(Eigen::MatrixXd::Identity(covariance.rows(), covariance.cols()));
    for (Index row = 0; row < whitening.rows(); ++row) {
        for (Index column = 0; column <= row; ++column)
            shape.whitening(static_cast<std::size_t>(row), static_cast<std::size_t>(column)) =
                static_cast<float>(whitening(row, column));
    }
    return shape;
}

double squared_distance(const ClassShape& shape, std::span<const float> x, std::size_t k) {
    const auto centroid = shape.centroids.row(k);
    double total = 0;
    for (std::size_t row = 0; row < x.size(); ++row) {
        const auto weights = shape.whitening.row(row);
        double sum = 0;
        for (std::size_t d = 0; d <= row; ++d) sum += weights[d] * (static_cast<double>(x[d]) - centroid[d]);
        total += sum * sum;
    }
    return total;
}

}  // namespace regulus
