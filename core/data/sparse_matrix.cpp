#include "core/data/sparse_matrix.h"

#include <algorithm>
#include <numeric>

namespace regulus {

void CsrMatrix::push_row(std::span<const std::int32_t> row_columns, std::span<const float> row_values) {
    columns.insert(columns.end(), row_columns.begin(), row_columns.end());
    values.insert(values.end(), row_values.begin(), row_values.end());
    offsets.push_back(static_cast<std::int64_t>(columns.size()));
    ++rows;
}

CsrMatrix transposed(const CsrMatrix& m) {
    CsrMatrix t;
    t.rows = m.cols;
    t.cols = m.rows;
    t.offsets.assign(m.cols + 1, 0);
    t.columns.resize(m.stored());
    t.values.resize(m.stored());
    for (const std::int32_t column : m.columns) ++t.offsets[static_cast<std::size_t>(column) + 1];
    std::partial_sum(t.offsets.begin(), t.offsets.end(), t.offsets.begin());
    std::vector<std::int64_t> next(t.offsets.begin(), t.offsets.end() - 1);
    for (std::size_t r = 0; r < m.rows; ++r) {
        for (std::int64_t i = m.offsets[r]; i < m.offsets[r + 1]; ++i) {
            const auto slot = static_cast<std::size_t>(next[static_cast<std::size_t>(m.columns[i])]++);
            t.columns[slot] = static_cast<std::int32_t>(r);
            t.values[slot] = m.values[i];
        }
    }
    return t;
}

CsrMatrix to_sparse(const Matrix& m) {
    CsrMatrix s;
    s.cols = m.cols;
    s.offsets.reserve(m.rows + 1);
    for (std::size_t r = 0; r < m.rows; ++r) {
        const auto row = m.row(r);
        for (std::size_t c = 0; c < m.cols; ++c) {
            if (row[c] == 0.0F) continue;
            s.columns.push_back(static_cast<std::int32_t>(c));
            s.values.push_back(row[c]);
        }
        s.offsets.push_back(static_cast<std::int64_t>(s.columns.size()));
    }
    s.rows = m.rows;
    return s;
}

Matrix to_dense(const CsrMatrix& m) {
    Matrix dense(m.rows, m.cols);
    for (std::size_t r = 0; r < m.rows; ++r) {
        for (std::int64_t i = m.offsets[r]; i < m.offsets[r + 1]; ++i) {
            dense(r, static_cast<std::size_t>(m.columns[i])) = m.values[i];
        }
    }
    return dense;
}

CsrMatrix select_columns(const CsrMatrix& m, std::span<const std::uint32_t> columns) {
    std::vector<std::int32_t> place(m.cols, -1);
    for (std::size_t i = 0; i < columns.size(); ++i) place[columns[i]] = static_cast<std::int32_t>(i);
    CsrMatrix result;
    result.rows = m.rows;
    result.cols = columns.size();
    result.offsets.reserve(m.rows + 1);
    for (std::size_t r = 0; r < m.rows; ++r) {
        for (std::int64_t i = m.offsets[r]; i < m.offsets[r + 1]; ++i) {
            const std::int32_t to = place[static_cast<std::size_t>(m.columns[i])];
            if (to < 0) continue;
            result.columns.push_back(to);
            result.values.push_back(m.values[i]);
        }
        result.offsets.push_back(static_cast<std::int64_t>(result.columns.size()));
    }
    canonicalize(result);
    return result;
}

void canonicalize(CsrMatrix& m) {
    std::vector<std::size_t> order;
    std::vector<std::int32_t> columns;
    std::vector<float> values;
    std::vector<std::int64_t> offsets{0};
    columns.reserve(m.stored());
    values.reserve(m.stored());
    for (std::size_t r = 0; r < m.rows; ++r) {
        const auto row_columns = m.row_columns(r);
        const auto row_values = m.row_values(r);
        order.resize(row_columns.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        if (!std::is_sorted(row_columns.begin(), row_columns.end())) {
            std::stable_sort(order.begin(), order.end(),
                             [&](std::size_t a, std::size_t b) { return row_columns[a] < row_columns[b]; });
        }
        const std::size_t begin = columns.size();
        for (const std::size_t i : order) {
            if (columns.size() > begin && columns.back() == row_columns[i]) {
                values.back() += row_values[i];
            } else {
                columns.push_back(row_columns[i]);
                values.push_back(row_values[i]);
            }
        }
        offsets.push_back(static_cast<std::int64_t>(columns.size()));
    }
    m.columns = std::move(columns);
    m.values = std::move(values);
    m.offsets = std::move(offsets);
}

}  // namespace regulus
