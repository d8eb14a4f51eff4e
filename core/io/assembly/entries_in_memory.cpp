#include "core/io/assembly/entries_in_memory.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <utility>

#include "core/io/store/sorted_rows.h"

namespace regulus {
namespace {

// Of a block. Arrays of up to 32 MiB: the allocator gives them back to the system one by one.
constexpr std::size_t fewest_entries = 1024, most_entries = std::size_t{1} << 23U;
constexpr std::size_t between_checkpoints = std::size_t{1} << 19U;
constexpr std::size_t handed_on = 4096;
constexpr const char* stage = "sorting the matrix";

}  // namespace

EntriesInMemory::EntriesInMemory(std::size_t max_bytes)
    : m_block_entries(std::clamp(max_bytes / 128, fewest_entries, most_entries)) {}

EntriesInMemory::Order EntriesInMemory::order_of(std::span<const Entry> first) {
    if (std::ranges::is_sorted(first, {}, &Entry::cell)) return Order::ByCell;
    return std::ranges::is_sorted(first, {}, &Entry::gene) ? Order::ByGene : Order::None;
}

bool EntriesInMemory::keeps_order(std::span<const Entry> more) const {
    auto last = static_cast<std::int32_t>(m_per_major.size()) - 1;
    return std::ranges::all_of(more, [&](const Entry& entry) {
        const std::int32_t before = std::exchange(last, major_of(entry));
        return entry.value == 0 || last >= before;
    });
}

std::size_t EntriesInMemory::bytes_with(std::span<const Entry> more) const {
    Order order = m_order;
    if (m_count == 0) {
        order = order_of(more);
    } else if (order != Order::None && !keeps_order(more)) {
        order = Order::None;
    }
    constexpr std::size_t bytes_of_entry[] = {8, 16, 20};
    return (m_count + more.size()) * bytes_of_entry[static_cast<int>(order)] +
           m_per_major.size() * sizeof(std::int64_t);
}

std::size_t EntriesInMemory::bytes_to_finish(std::size_t cells) const {
    return (m_order == Order::ByCell ? 8 : 16) * m_count + 2 * sizeof(std::int64_t) * cells;
}

void EntriesInMemory::give_up_order() {
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

void EntriesInMemory::add_block() {
    m_blocks.push_back({std::make_unique_for_overwrite<std::int32_t[]>(m_block_entries), nullptr,
                        std::make_unique_for_overwrite<float[]>(m_block_entries)});
    if (m_order == Order::None) {
        m_blocks.back().major = std::make_unique_for_overwrite<std::int32_t[]>(m_block_entries);
    }
}

void EntriesInMemory::add(std::span<const Entry> entries) {
    if (m_count == 0) {
        m_order = order_of(entries);
        m_by_gene = m_order == Order::ByGene;
    }
    for (const Entry& entry : entries) {
        if (entry.value == 0) continue;
        const auto place = static_cast<std::size_t>(major_of(entry));
        if (place + 1 < m_per_major.size() && m_order != Order::None) give_up_order();
        if (place >= m_per_major.size()) m_per_major.resize(place + 1);
        const std::size_t i = m_count % m_block_entries;
        if (i == 0) add_block();
        Block& block = m_blocks.back();
        block.minor[i] = m_by_gene ? entry.cell : entry.gene;
        block.values[i] = entry.value;
        if (m_order == Order::None) block.major[i] = static_cast<std::int32_t>(place);
        ++m_per_major[place];
        ++m_count;
    }
}

void EntriesInMemory::move_to(store::EntryRuns& runs, Job& job) {
    std::vector<Entry> some;
    for_each(true, job, [&](std::int32_t cell, std::int32_t gene, float value) {
        some.push_back({cell, gene, value});
        if (some.size() < handed_on) return;
        runs.add(some);
        some.clear();
    });
    runs.add(some);
    m_blocks.clear();
    m_per_major = {};
    m_count = 0;
}

template <class Visit>
void EntriesInMemory::for_each(bool release, Job& job, const Visit& visit) {
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

CsrMatrix EntriesInMemory::joined(std::size_t cells, std::size_t genes, Job& job) {
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

CsrMatrix EntriesInMemory::scattered(std::size_t cells, std::size_t genes, Job& job) {
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

CsrMatrix EntriesInMemory::finish(std::size_t cells, std::size_t genes, Job& job) {
    assert(m_per_major.size() <= (m_by_gene ? genes : cells));
    job.progress(0, stage);
    CsrMatrix matrix = m_order == Order::ByCell ? joined(cells, genes, job) : scattered(cells, genes, job);
    m_blocks.clear();
    job.progress(0.7, stage);
    sort_rows(matrix, job);
    job.progress(1, stage);
    return matrix;
}

}  // namespace regulus
