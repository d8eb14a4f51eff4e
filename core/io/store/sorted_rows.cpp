#include "core/io/store/sorted_rows.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/base/error.h"

namespace regulus {
namespace {

constexpr std::size_t between_checkpoints = std::size_t{1} << 19U;

[[noreturn]] void refuse_sum() {
    throw Error(ErrorKind::Data,
                "The file lists a gene of a cell more than once, with values too large to add", {},
                "Save the file again with one value per gene and cell");
}

}  // namespace

std::size_t sort_row(std::span<std::int32_t> columns, std::span<float> values,
                     std::vector<std::pair<std::int32_t, float>>& scratch) {
    if (std::ranges::adjacent_find(columns, std::greater_equal<>()) == columns.end()) return columns.size();
    scratch.clear();
    for (std::size_t i = 0; i < columns.size(); ++i) scratch.emplace_back(columns[i], values[i]);
    std::ranges::stable_sort(scratch, {}, &std::pair<std::int32_t, float>::first);
    std::size_t to = 0;
    for (const auto& [column, value] : scratch) {
        if (to > 0 && columns[to - 1] == column) {
            values[to - 1] += value;
            if (!std::isfinite(values[to - 1])) refuse_sum();
        } else {
            columns[to] = column;
            values[to++] = value;
        }
    }
    return to;
}

void sort_rows(CsrMatrix& matrix, Job& job) {
    job.checkpoint();
    std::vector<std::pair<std::int32_t, float>> scratch;
    std::size_t to = 0;
    for (std::size_t r = 0, seen = 0; r < matrix.rows; ++r) {
        const auto begin = static_cast<std::size_t>(matrix.offsets[r]);
        const auto size = static_cast<std::size_t>(matrix.offsets[r + 1]) - begin;
        seen += size + 1;
        if (seen > between_checkpoints) {
            job.checkpoint();
            seen = 0;
        }
        const auto columns = std::span(matrix.columns).subspan(begin, size);
        const auto values = std::span(matrix.values).subspan(begin, size);
        const std::size_t left = sort_row(columns, values, scratch);
        matrix.offsets[r] = static_cast<std::int64_t>(to);
        if (to != begin) {
            std::copy_n(columns.begin(), left, matrix.columns.begin() + static_cast<std::ptrdiff_t>(to));
            std::copy_n(values.begin(), left, matrix.values.begin() + static_cast<std::ptrdiff_t>(to));
        }
        to += left;
    }
    matrix.offsets[matrix.rows] = static_cast<std::int64_t>(to);
    matrix.columns.resize(to);
    matrix.values.resize(to);
}

}  // namespace regulus
