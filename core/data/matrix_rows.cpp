#include "core/data/matrix_rows.h"

#include <algorithm>
#include <limits>

namespace regulus {

Matrix matrix_rows(const Matrix& all, std::span<const std::uint32_t> rows) {
    Matrix some(rows.size(), all.cols);
    for (std::size_t i = 0; i < rows.size(); ++i) std::ranges::copy(all.row(rows[i]), some.row(i).begin());
    return some;
}

Matrix spread_rows(const Matrix& some, std::span<const std::uint32_t> rows, std::size_t all) {
    Matrix spread(all, some.cols);
    std::ranges::fill(spread.values, std::numeric_limits<float>::quiet_NaN());
    for (std::size_t i = 0; i < rows.size(); ++i) std::ranges::copy(some.row(i), spread.row(rows[i]).begin());
    return spread;
}

}  // namespace regulus
