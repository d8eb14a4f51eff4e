// Dense matrix of floats, row-major.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace regulus {

struct Matrix {
    std::size_t rows = 0, cols = 0;
    std::vector<float> values;  // rows × cols, row-major

    Matrix() = default;
    Matrix(std::size_t r, std::size_t c) : rows(r), cols(c), values(r * c, 0.0F) {}

    std::span<float> row(std::size_t r) { return {values.data() + r * cols, cols}; }
    std::span<const float> row(std::size_t r) const { return {values.data() + r * cols, cols}; }
    float& operator()(std::size_t r, std::size_t c) { return values[r * cols + c]; }
    float operator()(std::size_t r, std::size_t c) const { return values[r * cols + c]; }
    bool empty() const { return values.empty(); }
};

}  // namespace regulus
