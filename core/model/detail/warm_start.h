// The first weights: gene embeddings that make the untrained cell embedding the principal components.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <span>

#include "core/base/job.h"
#include "core/model/detail/batches.h"
#include "core/model/detail/transformer.h"

namespace regulus::detail {

// Cells that the components and the activities' scale are computed from, at most.
inline constexpr std::size_t warm_start_cells = 20000;
inline constexpr std::int64_t warm_start_components = 30;

// Loadings (tokens × components, orthonormal columns, most variance first) of the standardised values of
// `rows`, by subspace iteration (Halko, Martinsson and Tropp 2011) from a fixed start.
at::Tensor principal_loadings(const Batches& batches, std::span<const std::uint32_t> rows,
                              std::int64_t components, Job& job);

// Sets gene.embedding and tf.scale. With uniform pooling the embedding's first dimensions are then the
// principal components of z; the rest stay small and random.
void warm_start(Transformer& network, const Batches& batches, std::span<const std::uint32_t> rows, Job& job);

}  // namespace regulus::detail
