// The seurat_v3 method of highly variable genes. Only for highly_variable.cpp.
#pragma once

#include "core/stats/highly_variable.h"

namespace regulus {

// Fills means and variances (over all cells with a batch), variances_norm, rank, chosen and batches_chosen.
// Every batch has at least two cells.
void by_standardised_variance(const MatrixSource& counts, const Batches& batches,
                              const VariableOptions& options, VariableGenes& result, Job& job);

}  // namespace regulus
