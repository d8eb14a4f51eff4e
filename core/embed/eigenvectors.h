// The largest eigenvalues of a symmetric matrix and their vectors.
#pragma once

#include <Eigen/Core>
#include <optional>

#include "core/base/job.h"
#include "core/data/sparse_matrix.h"
#include "core/embed/symmetric_matrix.h"

namespace regulus {

struct Eigenpairs {
    Eigen::VectorXd values;   // descending
    Eigen::MatrixXd vectors;  // one a column
};

// Dense and exact for small matrices or many vectors, otherwise Lanczos with implicit restarts (Spectra).
// k <= matrix size. The same bytes for any number of threads.
Eigenpairs largest_eigenpairs(const SymmetricMatrix& matrix, Eigen::Index k);

// Of a sparse symmetric matrix whose eigenvalues lie within ±1, to about four digits. nullopt when they do
// not converge in reasonable time. Throws Cancelled.
std::optional<Eigenpairs> largest_eigenpairs(const CsrMatrix& matrix, Eigen::Index k, Job& job);

}  // namespace regulus
