// Where the points of a neighbour graph stand before UMAP moves them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/data/sparse_matrix.h"

namespace regulus {

// Points × dimensions: eigenvectors of the graph's normalised Laplacian with the smallest eigenvalues, the
// first left out (Belkin and Niyogi 2003). Parts of the graph without an edge between them are laid out one
// by one and placed as their centres in `points` (any coordinates, one row a point) lie to each other. A
// part that is too small, or whose eigenvectors do not converge, is laid out by principal components.
// `graph` is symmetric without negative weights. The same bytes for any number of threads. Throws Cancelled.
Matrix spectral_layout(const CsrMatrix& graph, const Matrix& points, std::size_t dimensions,
                       std::uint64_t seed, Job& job);

// Points × dimensions: principal components; columns that are missing are 0.
Matrix principal_layout(const Matrix& points, std::size_t dimensions, Job& job);

}  // namespace regulus
