// Some genes of a matrix, as a matrix of their own: gene expression without the antibodies beside it.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/data/matrix_source.h"

namespace regulus {

// A view of `source` with the named genes, in that order; reads through. Genes must be in range and unique.
std::shared_ptr<const MatrixSource> selected_genes(std::shared_ptr<const MatrixSource> source,
                                                   std::vector<std::uint32_t> genes);

}  // namespace regulus
