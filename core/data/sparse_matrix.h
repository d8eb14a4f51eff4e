// Compressed sparse rows. For expression, rows are cells and columns genes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/data/matrix.h"

namespace regulus {

struct CsrMatrix {
    std::size_t rows = 0, cols = 0;
    std::vector<std::int64_t> offsets{0};  // rows + 1
    std::vector<std::int32_t> columns;     // ascending within a row, no duplicates
    std::vector<float> values;

    std::size_t stored() const { return columns.size(); }
    std::span<const std::int32_t> row_columns(std::size_t r) const {
        return {columns.data() + offsets[r], static_cast<std::size_t>(offsets[r + 1] - offsets[r])};
    }
    std::span<const float> row_values(std::size_t r) const {
        return {values.data() + offsets[r], static_cast<std::size_t>(offsets[r + 1] - offsets[r])};
    }
    // Appends one row; columns ascending.
    void push_row(std::span<const std::int32_t> row_columns, std::span<const float> row_values);
};

CsrMatrix transposed(const CsrMatrix& m);
CsrMatrix to_sparse(const Matrix& m);  // drops zeros
Matrix to_dense(const CsrMatrix& m);
// The named columns, in that order. Throws nothing; columns must be in range and unique.
CsrMatrix select_columns(const CsrMatrix& m, std::span<const std::uint32_t> columns);
// Sorts the columns of every row and adds up duplicates.
void canonicalize(CsrMatrix& m);

}  // namespace regulus
