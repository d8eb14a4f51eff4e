#include "core/workflow/values_digest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "core/io/files/checksum.h"

namespace regulus {

void ValuesDigest::add(std::uint64_t cell, std::span<const std::int32_t> columns,
                       std::span<const float> values) {
    std::string bytes;
    bytes.reserve(values.size() * (sizeof columns[0] + sizeof values[0]) + sizeof cell);
    const auto append = [&](const auto& value) {
        bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
    };
    append(cell);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] == 0) continue;
        append(columns[i]);
        append(values[i]);
    }
    const std::string hex = sha256(bytes);
    for (std::size_t i = 0; i < m_sum.size(); ++i)
        m_sum[i] += std::stoull(hex.substr(16 * i, 16), nullptr, 16);
}

void ValuesDigest::add(const Sum& other) {
    for (std::size_t i = 0; i < m_sum.size(); ++i) m_sum[i] += other[i];
}

std::string ValuesDigest::hex() const {
    return fmt::format("{:016x}", fmt::join(m_sum, ""));
}

std::string sample_digest(const MatrixSource& matrix, Job& job) {
    constexpr std::size_t most = 64;
    matrix.prepare_blocks(job);
    std::vector<std::uint32_t> cells;
    const std::size_t count = std::min(most, matrix.cells());
    for (std::size_t i = 0; i < count; ++i)
        cells.push_back(static_cast<std::uint32_t>(matrix.cells() * i / count));
    const CsrMatrix rows = matrix.rows(cells);
    ValuesDigest digest;
    for (std::size_t r = 0; r < rows.rows; ++r) digest.add(cells[r], rows.row_columns(r), rows.row_values(r));
    return digest.hex();
}

}  // namespace regulus
