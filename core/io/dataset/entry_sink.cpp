#include "core/io/dataset/entry_sink.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "core/base/error.h"

namespace regulus {
namespace {

// Arrays of 32 MiB: the allocator gives them back to the system one by one.
constexpr std::size_t largest_block = std::size_t{1} << 23U;
constexpr std::size_t between_checkpoints = std::size_t{1} << 19U;
constexpr const char* stage = "arranging the matrix";

}  // namespace

MemorySink::MemorySink(std::size_t max_bytes, std::string place)
    : m_max_bytes(max_bytes),
      m_block_entries(std::clamp<std::size_t>(max_bytes / 32, 1024, largest_block)),
      m_place(std::move(place)) {}

MemorySink::~MemorySink() = default;

void MemorySink::require_memory(std::size_t bytes) const {
    if (bytes <= m_max_bytes) return;
    throw Error(ErrorKind::Memory,
                "The matrix needs more memory than the " + std::to_string(m_max_bytes >> 20U) +
                    " MiB it may have: text must be read as a whole",
                m_place, "Allow more memory, or convert the file to h5ad, which is read from disk");
}

void MemorySink::choose_order(std::span<const Entry> first) {
    if (std::ranges::is_sorted(first, {}, &Entry::cell)) {
        m_order = Order::ByCell;
    } else if (std::ranges::is_sorted(first, {}, &Entry::gene)) {
        m_order = Order::ByGene;
        m_by_gene = true;
    }
}

void MemorySink::give_up_order() {
    std::int32_t major = 0;
    std::int64_t left = m_per_major.empty() ? 0 : m_per_major[0];
    for (std::size_t b = 0, at = 0; b < m_blocks.size(); ++b) {
        m_blocks[b].major = std::make_unique_for_overwrite<std::int32_t[]>(m_block_entries);
        for (std::size_t i = 0; i < m_block_entries && at < m_count; ++i, ++at) {
            while (left == 0) left = m_per_major[static_cast<std::size_t>(++major)];
            m_blocks[b].major[i] = major;
            --left;
        }
    }
    m_order = Order::None;
}

void MemorySink::add(std::span<const Entry> entries) {
    if (entries.empty()) return;
    if (m_count == 0) choose_order(entries);
    constexpr std::size_t bytes_of_entry[] = {8, 16, 20};
    require_memory((m_count + entries.size()) * bytes_of_entry[static_cast<int>(m_order)] +
                   m_per_major.size() * sizeof(std::int64_t));
    for (const Entry& entry : entries) {
        if (entry.value == 0) continue;
        const auto [major, minor] =
            m_by_gene ? std::pair(entry.gene, entry.cell) : std::pair(entry.cell, entry.gene);
        const auto place = static_cast<std::size_t>(major);
        if (place + 1 < m_per_major.size() && m_order != Order::None) give_up_order();
        if (place >= m_per_major.size()) m_per_major.resize(place + 1);
        const std::size_t i = m_count % m_block_entries;
        if (i == 0) {
            m_blocks.push_back({std::make_unique_for_overwrite<std::int32_t[]>(m_block_entries), nullptr,
                                std::make_unique_for_overwrite<float[]>(m_block_entries)});
            if (m_order == Order::None) {
                m_blocks.back().major = std::make_unique_for_overwrite<std::int32_t[]>(m_block_entries);
            }
        }
        Block& block = m_blocks.back();
        block.minor[i] = minor;
        block.values[i] = entry.value;
        if (m_order == Order::None) block.major[i] = major;
        ++m_per_major[place];
        ++m_count;
    }
}

template <class Visit>
void MemorySink::for_each(bool release, Job& job, const Visit& visit) {
    std::int32_t major = 0;
    std::int64_t left = m_per_major.empty() ? 0 : m_per_major[0];
    for (std::size_t b = 0, at = 0; b < m_blocks.size(); ++b) {
        Block& block = m_blocks[b];
        for (std::size_t i = 0; i < m_block_entries && at < m_count; ++i, ++at) {
            if (at % between_checkpoints == 0) job.checkpoint();
            if (m_order == Order::None) {
                major = block.major[i];
            } else {
                while (left == 0) left = m_per_major[static_cast<std::size_t>(++major)];
                --left;
            }
            if (m_by_gene)
                visit(block.minor[i], major, block.values[i]);
            else
                visit(major, block.minor[i], block.values[i]);
        }
        if (release) block = {};
    }
}

CsrMatrix MemorySink::joined(std::size_t cells, std::size_t genes, Job& job) {
    CsrMatrix matrix;
    matrix.rows = cells;
    matrix.cols = genes;
    matrix.columns.reserve(m_count);
    matrix.values.reserve(m_count);
    for (std::size_t b = 0, left = m_count; b < m_blocks.size(); ++b) {
        job.checkpoint();
        const std::size_t here = std::min(left, m_block_entries);
        matrix.columns.insert(matrix.columns.end(), m_blocks[b].minor.get(), m_blocks[b].minor.get() + here);
        matrix.values.insert(matrix.values.end(), m_blocks[b].values.get(), m_blocks[b].values.get() + here);
        m_blocks[b] = {};
        left -= here;
    }
    m_per_major.resize(cells);
    matrix.offsets.resize(cells + 1);
    std::inclusive_scan(m_per_major.begin(), m_per_major.end(), matrix.offsets.begin() + 1);
    return matrix;
}

CsrMatrix MemorySink::scattered(std::size_t cells, std::size_t genes, Job& job) {
    CsrMatrix matrix;
    matrix.rows = cells;
    matrix.cols = genes;
    matrix.offsets.assign(cells + 1, 0);
    for_each(false, job, [&](std::int32_t cell, std::int32_t, float) {
        ++matrix.offsets[static_cast<std::size_t>(cell) + 1];
    });
    std::partial_sum(matrix.offsets.begin(), matrix.offsets.end(), matrix.offsets.begin());
    matrix.columns.resize(m_count);
    matrix.values.resize(m_count);
    std::vector<std::int64_t> next(matrix.offsets.begin(), matrix.offsets.end() - 1);
    for_each(true, job, [&](std::int32_t cell, std::int32_t gene, float value) {
        const auto slot = static_cast<std::size_t>(next[static_cast<std::size_t>(cell)]++);
        matrix.columns[slot] = gene;
        matrix.values[slot] = value;
    });
    return matrix;
}

std::shared_ptr<const MatrixSource> MemorySink::finish(std::size_t cells, std::size_t genes, Job& job) {
    assert(m_per_major.size() <= (m_by_gene ? genes : cells));
    job.progress(0, stage);
    require_memory((m_order == Order::ByCell ? 8 : 16) * m_count + 2 * sizeof(std::int64_t) * cells);
    CsrMatrix matrix = m_order == Order::ByCell ? joined(cells, genes, job) : scattered(cells, genes, job);
    m_blocks.clear();
    job.progress(0.7, stage);
    sort_rows(matrix, job);
    job.progress(1, stage);
    return std::make_shared<InMemoryMatrix>(std::move(matrix));
}

void sort_rows(CsrMatrix& matrix, Job& job) {
    job.checkpoint();
    std::vector<std::pair<std::int32_t, float>> row;
    std::int64_t to = 0;
    for (std::size_t r = 0, seen = 0; r < matrix.rows; ++r) {
        const std::int64_t begin = matrix.offsets[r], end = matrix.offsets[r + 1];
        seen += static_cast<std::size_t>(end - begin) + 1;
        if (seen > between_checkpoints) {
            job.checkpoint();
            seen = 0;
        }
        matrix.offsets[r] = to;
        const auto columns = matrix.columns.begin();
        if (std::adjacent_find(columns + begin, columns + end, std::greater_equal<>()) == columns + end) {
            if (to != begin) {
                std::copy(columns + begin, columns + end, columns + to);
                std::copy(matrix.values.begin() + begin, matrix.values.begin() + end,
                          matrix.values.begin() + to);
            }
            to += end - begin;
            continue;
        }
        row.clear();
        for (std::int64_t i = begin; i < end; ++i) row.emplace_back(columns[i], matrix.values[i]);
        std::ranges::stable_sort(row, {}, &std::pair<std::int32_t, float>::first);
        const std::int64_t first = to;
        for (const auto& [column, value] : row) {
            if (to > first && columns[to - 1] == column) {
                matrix.values[to - 1] += value;
            } else {
                columns[to] = column;
                matrix.values[to++] = value;
            }
        }
    }
    matrix.offsets[matrix.rows] = to;
    matrix.columns.resize(static_cast<std::size_t>(to));
    matrix.values.resize(static_cast<std::size_t>(to));
}

}  // namespace regulus
