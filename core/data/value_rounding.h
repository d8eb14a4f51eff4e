// How far values were rounded: tables of text often have two or three decimals.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/data/matrix_source.h"

namespace regulus {

class Rounding {
  public:
    void add(std::span<const float> values);
    // The coarsest of 0.01, 0.001 and 0.0001 that all values are multiples of; 0 when none is, of too few
    // values to tell, and where values are multiples of something larger, as counts times a number are.
    double step() const;

  private:
    std::array<bool, 3> m_possible{true, true, true};
    std::array<std::int64_t, 3> m_common{};  // the largest number of steps that all values are multiples of
    double m_least = 0;
    std::size_t m_values = 0;
};

// Of some cells of a matrix.
double rounding_step(const MatrixSource& matrix);

}  // namespace regulus
