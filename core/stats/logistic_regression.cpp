#include "core/stats/logistic_regression.h"

#include <Eigen/Core>
#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/stats/lbfgs.h"

namespace regulus {
namespace {

using RowMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using FloatMap = Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

constexpr std::size_t grain = 512;  // rows of one chunk
// Fewer chunks are computed by every rank, in less time than a message between them takes.
constexpr std::size_t least_shared = 64;

// The labelled cells, with classes renumbered to those that occur.
struct Problem {
    Matrix x;
    std::vector<std::size_t> labels;   // 0 .. present.size() - 1
    std::vector<double> weights;       // one a cell, adding up to `total`
    std::vector<std::size_t> present;  // class of each renumbered one
    double total = 0, penalty = 0;
};

Problem gather(const Matrix& x, std::span<const std::int32_t> labels, std::size_t classes,
               const LogisticOptions& options) {
    assert(labels.size() == x.rows);
    if (!(options.c > 0)) throw Error(ErrorKind::Usage, "The inverse penalty C must be greater than 0");
    std::vector<std::size_t> counts(classes, 0);
    std::size_t cells = 0;
    for (const std::int32_t label : labels) {
        if (label < 0) continue;
        assert(static_cast<std::size_t>(label) < classes);
        ++counts[static_cast<std::size_t>(label)];
        ++cells;
    }
    Problem problem;
    std::vector<std::size_t> renumbered(classes, 0);
    for (std::size_t c = 0; c < classes; ++c) {
        if (counts[c] == 0) continue;
        renumbered[c] = problem.present.size();
        problem.present.push_back(c);
    }
    const std::size_t k = problem.present.size();
    if (k < 2) {
        throw Error(ErrorKind::Data, "Logistic regression needs labelled cells of at least two classes", {},
                    "Choose another label column or more cells");
    }
    problem.x = Matrix(cells, x.cols);
    std::size_t to = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] < 0) continue;
        const auto from = x.row(i);
        if (!std::all_of(from.begin(), from.end(), [](float v) { return std::isfinite(v); })) {
            throw Error(ErrorKind::Data, "The data contain values that are not numbers",
                        "row " + std::to_string(i));
        }
        std::copy(from.begin(), from.end(), problem.x.row(to++).begin());
        const auto label = static_cast<std::size_t>(labels[i]);
        const double weight = static_cast<double>(cells) / (static_cast<double>(k * counts[label]));
        problem.labels.push_back(renumbered[label]);
        problem.weights.push_back(options.balanced ? weight : 1.0);
        problem.total += problem.weights.back();
    }
    // The two rows of a two-class softmax are ±w/2, so that |w|² is twice their squares.
    problem.penalty = (k == 2 ? 2.0 : 1.0) / options.c;
    return problem;
}

// Weighted loss and its gradient over the cells of one chunk; `gradient` is classes × (features + 1).
double chunk_loss(const Problem& problem, const RowMatrix& parameters, std::size_t begin, std::size_t end,
                  RowMatrix& gradient) {
    const auto d = static_cast<Eigen::Index>(problem.x.cols), n = static_cast<Eigen::Index>(end - begin);
    const RowMatrix x = FloatMap(problem.x.values.data() + begin * problem.x.cols, n, d).cast<double>();
    RowMatrix p = x * parameters.leftCols(d).transpose();
    p.rowwise() += parameters.col(d).transpose();
    double loss = 0;
    for (Eigen::Index i = 0; i < n; ++i) {
        const auto label = static_cast<Eigen::Index>(problem.labels[begin + static_cast<std::size_t>(i)]);
        const double weight = problem.weights[begin + static_cast<std::size_t>(i)];
        const double largest = p.row(i).maxCoeff(), own = p(i, label);
        p.row(i) = (p.row(i).array() - largest).exp();
        const double sum = p.row(i).sum();
        loss += weight * (std::log(sum) + largest - own);
        p.row(i) *= weight / sum;
        p(i, label) -= weight;
    }
    gradient.leftCols(d).noalias() = p.transpose() * x;
    gradient.col(d) = p.colwise().sum().transpose();
    return loss;
}

double mean_objective(const Problem& problem, const Eigen::VectorXd& flat, Eigen::VectorXd& gradient,
                      Ranks& ranks) {
    const auto k = static_cast<Eigen::Index>(problem.present.size());
    const auto d = static_cast<Eigen::Index>(problem.x.cols);
    const RowMatrix parameters = Eigen::Map<const RowMatrix>(flat.data(), k, d + 1);
    const std::size_t chunks = (problem.x.rows + grain - 1) / grain;
    const bool shared = ranks.size() > 1 && chunks >= least_shared;
    const auto size = static_cast<std::size_t>(shared ? ranks.size() : 1),
               rank = static_cast<std::size_t>(shared ? ranks.rank() : 0);
    const std::size_t first = chunks * rank / size, own = chunks * (rank + 1) / size - first;
    std::vector<double> losses(own);
    std::vector<RowMatrix> gradients(own, RowMatrix(k, d + 1));
    parallel_for(own, 1, [&](std::size_t c, std::size_t) {
        const std::size_t begin = (first + c) * grain, end = std::min(problem.x.rows, begin + grain);
        losses[c] = chunk_loss(problem, parameters, begin, end, gradients[c]);
    });
    // Gradient and loss in one, which is one message of the ranks.
    std::vector<double> sums(static_cast<std::size_t>(k * (d + 1)) + 1, 0);
    Eigen::Map<RowMatrix> sum(sums.data(), k, d + 1);
    double& loss = sums.back();
    for (std::size_t c = 0; c < own; ++c) {
        loss += losses[c];
        sum += gradients[c];
    }
    if (shared) ranks.sum(std::span(sums));
    sum.leftCols(d) += problem.penalty * parameters.leftCols(d);
    loss += 0.5 * problem.penalty * parameters.leftCols(d).squaredNorm();
    gradient = Eigen::Map<const Eigen::VectorXd>(sums.data(), sum.size()) / problem.total;
    return loss / problem.total;
}

}  // namespace

LogisticModel fit_logistic(const Matrix& x, std::span<const std::int32_t> labels, std::size_t classes,
                           const LogisticOptions& options, Job& job) {
    const Problem problem = gather(x, labels, classes, options);
    const std::size_t k = problem.present.size(), d = x.cols;
    Eigen::VectorXd flat = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(k * (d + 1)));
    Ranks& ranks = options.ranks != nullptr ? *options.ranks : *one_process();
    const auto fit = minimise_lbfgs(
        [&](const Eigen::VectorXd& at, Eigen::VectorXd& gradient) {
            job.checkpoint();
            return mean_objective(problem, at, gradient, ranks);
        },
        flat, options.max_iterations, options.tolerance);

    LogisticModel model;
    model.weights = Matrix(classes, d);
    model.intercepts.assign(classes, -std::numeric_limits<float>::infinity());
    model.iterations = fit.iterations;
    model.converged = fit.converged;
    for (std::size_t row = 0; row < k; ++row) {
        const double* from = flat.data() + row * (d + 1);
        const auto to = model.weights.row(problem.present[row]);
        for (std::size_t f = 0; f < d; ++f) to[f] = static_cast<float>(from[f]);
        model.intercepts[problem.present[row]] = static_cast<float>(from[d]);
    }
    return model;
}

Matrix predict_probabilities(const LogisticModel& model, const Matrix& x) {
    assert(x.cols == model.weights.cols);
    Matrix result(x.rows, model.classes());
    parallel_for(x.rows, grain, [&](std::size_t begin, std::size_t end) {
        std::vector<double> logits(model.classes());
        for (std::size_t i = begin; i < end; ++i) {
            const auto cell = x.row(i);
            for (std::size_t c = 0; c < logits.size(); ++c) {
                const auto w = model.weights.row(c);
                double sum = model.intercepts[c];
                for (std::size_t f = 0; f < cell.size(); ++f) sum += static_cast<double>(cell[f]) * w[f];
                logits[c] = sum;
            }
            const double largest = *std::max_element(logits.begin(), logits.end());
            double total = 0;
            for (double& logit : logits) total += logit = std::exp(logit - largest);
            for (std::size_t c = 0; c < logits.size(); ++c) {
                result(i, c) = static_cast<float>(logits[c] / total);
            }
        }
    });
    return result;
}

std::vector<std::int32_t> predict_classes(const LogisticModel& model, const Matrix& x) {
    const Matrix probabilities = predict_probabilities(model, x);
    std::vector<std::int32_t> classes(x.rows);
    for (std::size_t i = 0; i < x.rows; ++i) {
        const auto row = probabilities.row(i);
        classes[i] = static_cast<std::int32_t>(std::max_element(row.begin(), row.end()) - row.begin());
    }
    return classes;
}

}  // namespace regulus
