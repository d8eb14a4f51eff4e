// Tells the values of one file from those of another with the same names.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "core/base/job.h"
#include "core/data/matrix_source.h"

namespace regulus {

// A sum over cells, whoever adds which of them: SHA-256 of each, as four numbers, added modulo 2^64. The same
// for the same values, in whatever blocks they come and whether zeros are stored.
class ValuesDigest {
  public:
    using Sum = std::array<std::uint64_t, 4>;

    void add(std::uint64_t cell, std::span<const std::int32_t> columns, std::span<const float> values);
    void add(const Sum& other);
    const Sum& sum() const { return m_sum; }
    std::string hex() const;  // 64 digits

  private:
    Sum m_sum{};
};

// Of 64 cells, or all if there are fewer, spread evenly over the matrix. Throws what reading throws,
// Cancelled.
std::string sample_digest(const MatrixSource& matrix, Job& job);

}  // namespace regulus
