// The steps of cell_components(): which genes vary most, and the components of given ones.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/workflow/cell_components.h"

namespace regulus {

// By index, at most `most`, of several ranks the same on all. Throws what the source throws, Cancelled.
std::vector<std::uint32_t> variable_genes(const MatrixSource& expression, std::size_t most, Job& job,
                                          const CellShare& share = {});

// The components of the named genes (unique, in range); options.genes is not used. Throws as
// cell_components() does.
CellComponents components_of_genes(const MatrixSource& expression, std::span<const std::uint32_t> genes,
                                   const ComponentOptions& options, Job& job, const CellShare& share = {});

}  // namespace regulus
