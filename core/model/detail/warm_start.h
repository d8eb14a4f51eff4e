// The first weights: gene embeddings that make the untrained cell embedding the principal components.
#pragma once

#include <cstdint>
#include <span>

#include "core/data/matrix.h"
#include "core/model/detail/batches.h"
#include "core/model/detail/transformer.h"

namespace regulus::detail {

// Cells that the components and the activities' scale are computed from, at most.
inline constexpr std::size_t warm_start_cells = 20000;
inline constexpr std::size_t warm_start_components = 30;

// At most `most` of the rows, evenly spread over them.
std::vector<std::uint32_t> spread(std::span<const std::uint32_t> rows, std::size_t most);

// Sets gene.embedding from `loadings` (tokens × components, orthonormal columns) of the standardised
// expression: with uniform pooling the embedding's first dimensions are then its principal components; the
// rest stay small and random. Sets tf.scale from the cells `rows`.
void warm_start(Transformer& network, const Matrix& loadings, const Batches& batches,
                std::span<const std::uint32_t> rows, const CellShare& share = {});

}  // namespace regulus::detail
