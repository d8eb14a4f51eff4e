// Mean and variance of every gene over cells, or over the cells of each batch, in one streaming pass.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/stats/block_pass.h"

namespace regulus {

struct GeneMoments {
    std::size_t cells = 0;
    std::vector<double> mean, variance;  // a gene; variance by cells - 1, NaN for fewer than two cells
    std::vector<std::uint32_t> present;  // cells with a value above 0
};

// Which batch each cell belongs to: one code a cell, 0..count-1, or -1 for a cell that is left out. Codes
// must outlive what they are given to.
struct Batches {
    std::span<const std::int32_t> codes;
    std::size_t count = 1;
};

// The moments of each batch. Memory: genes × batches and two blocks. Sums are taken in double precision
// around the first cell's values, so that a constant gene has a variance of exactly 0; the same bytes for
// any number of threads. Throws Error(Data) for values that are not finite; Cancelled; what the source
// throws.
std::vector<GeneMoments> gene_moments(const MatrixSource& source, const Batches& batches, Scaling scaling,
                                      Job& job);

// Sums of min(value, limit) and of its square over the cells of each batch, genes one after another, batch
// after batch (batches × genes); `limits` has the same shape.
struct ClippedSums {
    std::vector<double> sum, squares;
};
ClippedSums clipped_sums(const MatrixSource& source, const Batches& batches, std::span<const double> limits,
                         Job& job);

}  // namespace regulus
