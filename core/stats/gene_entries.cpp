#include "core/stats/gene_entries.h"

#include <algorithm>

#include "core/stats/block_pass.h"

namespace regulus {
namespace {

constexpr std::size_t bytes_a_value = sizeof(float) + sizeof(std::uint16_t);

}  // namespace

GeneEntries::GeneEntries(std::size_t first, std::size_t genes, std::size_t cells, std::size_t room)
    : m_first(first), m_end(genes), m_cells(cells), m_room(room) {}

void GeneEntries::add(const CsrMatrix& block, std::span<const std::int32_t> groups) {
    m_parts.push_back(turned(block, groups));
    m_seen += block.rows;
    m_held += m_parts.back().values.size() * bytes_a_value;
    if (m_held > m_room) forget();
}

// Counted and then filled, each thread its own genes.
GeneEntries::Part GeneEntries::turned(const CsrMatrix& block, std::span<const std::int32_t> groups) const {
    const std::size_t genes = m_end - m_first;
    Part part;
    part.offsets.assign(genes + 1, 0);
    const auto visit = [&](std::size_t begin, std::size_t end, const auto& work) {
        for (std::size_t r = 0; r < block.rows; ++r) {
            if (groups[r] < 0) continue;
            const StoredRange range = stored_range(block, r, m_first + begin, m_first + end);
            for (std::size_t i = range.begin; i < range.end; ++i)
                work(static_cast<std::size_t>(block.columns[i]) - m_first, i, groups[r]);
        }
    };
    for_gene_parts(genes, [&](std::size_t begin, std::size_t end) {
        visit(begin, end, [&](std::size_t gene, std::size_t, std::int32_t) { ++part.offsets[gene + 1]; });
    });
    for (std::size_t g = 0; g < genes; ++g) part.offsets[g + 1] += part.offsets[g];
    part.values.resize(part.offsets.back());
    part.groups.resize(part.offsets.back());
    std::vector<std::uint32_t> next(part.offsets.begin(), part.offsets.end() - 1);
    for_gene_parts(genes, [&](std::size_t begin, std::size_t end) {
        visit(begin, end, [&](std::size_t gene, std::size_t i, std::int32_t group) {
            const std::uint32_t at = next[gene]++;
            part.values[at] = block.values[i];
            part.groups[at] = static_cast<std::uint16_t>(group);
        });
    });
    return part;
}

void GeneEntries::forget() {
    const double share = static_cast<double>(m_seen) / static_cast<double>(m_cells);
    const double most = static_cast<double>(m_room) * share;
    double held = 0;
    std::size_t keep = 0;
    for (; m_first + keep < m_end; ++keep) {
        for (const Part& part : m_parts)
            held += static_cast<double>((part.offsets[keep + 1] - part.offsets[keep]) * bytes_a_value);
        if (held > most && keep > 0) break;
    }
    m_end = m_first + keep;
    m_held = 0;
    for (Part& part : m_parts) {
        part.offsets.resize(keep + 1);
        part.values.resize(part.offsets.back());
        part.values.shrink_to_fit();
        part.groups.resize(part.offsets.back());
        part.groups.shrink_to_fit();
        m_held += part.values.size() * bytes_a_value;
    }
}

void GeneEntries::gather(std::size_t gene, GeneValues& into) const {
    into.clear();
    const std::size_t g = gene - m_first;
    for (const Part& part : m_parts) {
        const auto begin = static_cast<std::ptrdiff_t>(part.offsets[g]),
                   end = static_cast<std::ptrdiff_t>(part.offsets[g + 1]);
        into.values.insert(into.values.end(), part.values.begin() + begin, part.values.begin() + end);
        into.groups.insert(into.groups.end(), part.groups.begin() + begin, part.groups.begin() + end);
    }
}

}  // namespace regulus
