// The tokens' expression of every cell, kept sparse, and dense standardised batches of it. Beyond an eighth
// of the memory's ceiling it lies on disk.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/cell_share.h"
#include "core/base/job.h"
#include "core/base/spill_buffer.h"
#include "core/data/matrix_source.h"
#include "core/model/detail/placement.h"

namespace regulus::detail {

class Batches {
  public:
    // Reads the columns of the tokens (-1: the data lack the gene, which then counts as at its mean) of the
    // given cells; row first + i of the batches is rows[i].
    Batches(const MatrixSource& expression, std::span<const std::int32_t> columns,
            std::span<const std::uint32_t> rows, std::span<const float> mean, std::span<const float> sd,
            Job& job, std::size_t first = 0);

    std::size_t cells() const { return m_offsets.size() - 1; }

    // (value - mean) / sd, clipped at ±10: rows.size() × tokens.
    at::Tensor standardized(std::span<const std::uint32_t> rows, const Placement& where) const;

  private:
    struct Value {
        std::int32_t token;
        float value;
    };

    // What is expressed alone goes to the device, and is spread out there.
    at::Tensor spread_out(std::span<const std::uint32_t> rows, const at::Device& device) const;
    float standardized(const Value& value) const;

    std::size_t m_first;
    std::vector<std::int64_t> m_offsets{0};
    SpillArray<Value> m_expressed;
    std::vector<float> m_mean, m_inverse_sd;
    std::vector<float> m_zero;  // what a zero becomes; 0 for a gene the data lack
};

// Mean and variance (population) of every column over the cells of `rows`, of which each rank reads its own,
// in one pass.
struct GeneMoments {
    std::vector<double> mean, variance;
};
GeneMoments gene_moments(const MatrixSource& expression, std::span<const std::uint32_t> rows,
                         const CellShare& share, Job& job);

}  // namespace regulus::detail
