#include "core/embed/eigenvectors.h"

#include <Spectra/SymEigsSolver.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/base/parallel.h"

namespace regulus {
namespace {

constexpr Eigen::Index dense_limit = 300;

constexpr double sparse_tolerance = 1e-4;
constexpr Eigen::Index sparse_restarts = 100, most_lanczos_vectors = 100;

// Symmetric matrices times a vector, rows shared among the threads.
class SparseProduct {
  public:
    using Scalar = double;
    SparseProduct(const CsrMatrix& matrix, Job& job) : m_matrix(matrix), m_job(job) {}
    Eigen::Index rows() const { return static_cast<Eigen::Index>(m_matrix.rows); }
    Eigen::Index cols() const { return rows(); }
    void perform_op(const double* in, double* out) const {
        m_job.checkpoint();
        parallel_for(m_matrix.rows, 8192, [&](std::size_t begin, std::size_t end) {
            for (std::size_t r = begin; r < end; ++r) {
                const auto columns = m_matrix.row_columns(r);
                const auto values = m_matrix.row_values(r);
                double sum = 0;
                for (std::size_t e = 0; e < columns.size(); ++e) sum += values[e] * in[columns[e]];
                out[r] = sum;
            }
        });
    }

  private:
    const CsrMatrix& m_matrix;
    Job& m_job;
};

class SymmetricProduct {
  public:
    using Scalar = double;
    explicit SymmetricProduct(const SymmetricMatrix& matrix) : m_matrix(matrix) {}
    Eigen::Index rows() const { return static_cast<Eigen::Index>(m_matrix.size()); }
    Eigen::Index cols() const { return rows(); }
    void perform_op(const double* in, double* out) const {
        Eigen::Map<Eigen::VectorXd>(out, rows()) =
            m_matrix.times(Eigen::Map<const Eigen::VectorXd>(in, rows()));
    }

  private:
    const SymmetricMatrix& m_matrix;
};

Eigenpairs dense(const Eigen::MatrixXd& matrix, Eigen::Index k) {
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(matrix);
    return {solver.eigenvalues().tail(k).reverse(), solver.eigenvectors().rightCols(k).rowwise().reverse()};
}

}  // namespace

Eigenpairs largest_eigenpairs(const SymmetricMatrix& matrix, Eigen::Index k) {
    const auto n = static_cast<Eigen::Index>(matrix.size());
    assert(k >= 1 && k <= n);
    if (n <= dense_limit || 4 * k > n) return dense(matrix.full(), k);
    SymmetricProduct product(matrix);
    Spectra::SymEigsSolver<SymmetricProduct> solver(product, k, std::min(2 * k + 20, n));
    solver.init();
    solver.compute(Spectra::SortRule::LargestAlge, 1000, 1e-9);
    if (solver.info() != Spectra::CompInfo::Successful) return dense(matrix.full(), k);
    return {solver.eigenvalues(), solver.eigenvectors()};
}

std::optional<Eigenpairs> largest_eigenpairs(const CsrMatrix& matrix, Eigen::Index k, Job& job) {
    const auto n = static_cast<Eigen::Index>(matrix.rows);
    assert(k >= 1 && k <= n);
    if (n <= dense_limit) {
        Eigen::MatrixXd full = Eigen::MatrixXd::Zero(n, n);
        for (std::size_t r = 0; r < matrix.rows; ++r) {
            for (std::size_t e = 0; e < matrix.row_columns(r).size(); ++e) {
                full(static_cast<Eigen::Index>(r), matrix.row_columns(r)[e]) = matrix.row_values(r)[e];
            }
        }
        return dense(full, k);
    }
    SparseProduct product(matrix, job);
    const auto vectors = std::max<Eigen::Index>(2 * k + 1, static_cast<Eigen::Index>(std::sqrt(matrix.rows)));
    Spectra::SymEigsSolver<SparseProduct> solver(product, k, std::min({vectors, most_lanczos_vectors, n}));
    solver.init();
    solver.compute(Spectra::SortRule::LargestAlge, sparse_restarts, sparse_tolerance);
    if (solver.info() != Spectra::CompInfo::Successful) return std::nullopt;
    return Eigenpairs{solver.eigenvalues(), solver.eigenvectors()};
}

}  // namespace regulus
