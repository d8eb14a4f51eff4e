// The largest eigenvalues of a symmetric matrix and their vectors.
#pragma once

#include <Eigen/Core>

namespace regulus {

struct Eigenpairs {
    Eigen::VectorXd values;   // descending
    Eigen::MatrixXd vectors;  // one a column
};

// Dense and exact for small matrices or many vectors, otherwise Lanczos with implicit restarts (Spectra).
// k <= matrix size. The same bytes for any number of threads.
Eigenpairs largest_eigenpairs(const Eigen::MatrixXd& matrix, Eigen::Index k);

}  // namespace regulus
