// Principal components in two steps, for who needs the covariance of the columns as well.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/embed/pca.h"
#include "core/embed/symmetric_matrix.h"

namespace regulus {

// Fills all of `pca` but its components and variances, and gives the covariance (1 / (n - 1)) of the
// standardised, clipped columns. Passes, bytes and errors are those of fit_pca().
SymmetricMatrix pca_covariance(Pca& pca, const MatrixSource& source, std::span<const std::uint32_t> columns,
                               const CellSet& rows, const PcaOptions& options, Job& job,
                               Ranks& ranks = *one_process());

// The leading components of that covariance, at most `wanted`. Throws Error(Data) for none.
void take_components(Pca& pca, const SymmetricMatrix& covariance, std::size_t wanted);

}  // namespace regulus
