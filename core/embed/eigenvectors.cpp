#include "core/embed/eigenvectors.h"

#include <Spectra/SymEigsSolver.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cassert>

#include "core/base/parallel.h"

namespace regulus {
namespace {

constexpr Eigen::Index dense_limit = 300;

// A symmetric matrix times a vector, rows shared among the threads.
class Product {
  public:
    using Scalar = double;
    explicit Product(const Eigen::MatrixXd& matrix) : m_matrix(matrix) {}
    Eigen::Index rows() const { return m_matrix.rows(); }
    Eigen::Index cols() const { return m_matrix.cols(); }
    void perform_op(const double* in, double* out) const {
        const Eigen::Map<const Eigen::VectorXd> x(in, cols());
        parallel_for(static_cast<std::size_t>(rows()), 256, [&](std::size_t begin, std::size_t end) {
            for (std::size_t c = begin; c < end; ++c)
                out[c] = m_matrix.col(static_cast<Eigen::Index>(c)).dot(x);
        });
    }

  private:
    const Eigen::MatrixXd& m_matrix;
};

Eigenpairs dense(const Eigen::MatrixXd& matrix, Eigen::Index k) {
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(matrix);
    return {solver.eigenvalues().tail(k).reverse(), solver.eigenvectors().rightCols(k).rowwise().reverse()};
}

}  // namespace

Eigenpairs largest_eigenpairs(const Eigen::MatrixXd& matrix, Eigen::Index k) {
    assert(k >= 1 && k <= matrix.rows());
    if (matrix.rows() <= dense_limit || 4 * k > matrix.rows()) return dense(matrix, k);
    Product product(matrix);
    Spectra::SymEigsSolver<Product> solver(product, k, std::min(2 * k + 20, matrix.rows()));
    solver.init();
    solver.compute(Spectra::SortRule::LargestAlge, 1000, 1e-9);
    if (solver.info() != Spectra::CompInfo::Successful) return dense(matrix, k);
    return {solver.eigenvalues(), solver.eigenvectors()};
}

}  // namespace regulus
