#include "core/stats/group_sums.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "core/stats/sort_keys.h"

namespace regulus {

GroupSums merged(const GroupSums& a, const GroupSums& b) {
    if (a.cells == 0) return b;
    if (b.cells == 0) return a;
    const auto na = static_cast<double>(a.cells), nb = static_cast<double>(b.cells);
    const double apart = b.mean - a.mean;
    GroupSums both;
    both.cells = a.cells + b.cells;
    both.above = a.above + b.above;
    both.mean = a.mean + apart * (nb / (na + nb));
    both.squares = a.squares + b.squares + apart * apart * (na * nb / (na + nb));
    both.linear = a.linear + b.linear;
    both.ranks = a.ranks + b.ranks;
    return both;
}

GeneSummer::GeneSummer(std::span<const std::size_t> cells, bool linear)
    : m_cells(cells.begin(), cells.end()),
      m_all(std::accumulate(cells.begin(), cells.end(), std::size_t{0})),
      m_linear(linear) {
    m_sums.groups.resize(cells.size());
    m_stored.resize(cells.size());
    m_shift.resize(cells.size());
    m_offsets.resize(cells.size());
}

const GeneSums& GeneSummer::sum(const GeneValues& gene) {
    for (std::size_t g = 0; g < m_cells.size(); ++g) {
        m_sums.groups[g] = {};
        m_sums.groups[g].cells = m_cells[g];
    }
    m_sums.ties = 0;
    m_sums.finite = add_values(gene);
    if (!m_sums.finite) return m_sums;
    add_squares(gene);
    add_ranks();
    return m_sums;
}

// False when a value is not finite.
bool GeneSummer::add_values(const GeneValues& gene) {
    std::ranges::fill(m_stored, 0);
    std::ranges::fill(m_offsets, 0);
    m_keys.clear();
    for (std::size_t i = 0; i < gene.values.size(); ++i) {
        const float value = gene.values[i];
        if (value == 0) continue;
        if (!std::isfinite(value)) return false;
        const std::uint16_t g = gene.groups[i];
        GroupSums& group = m_sums.groups[g];
        if (m_stored[g]++ == 0) m_shift[g] = value;
        m_offsets[g] += value - m_shift[g];
        group.above += value > 0 ? 1 : 0;
        if (m_linear) group.linear += std::exp(static_cast<double>(value)) - 1;
        m_keys.push_back(std::uint64_t{ordered_bits(value)} << 16U | g);
    }
    return true;
}

// Around the mean, and the mean around the group's first value: a group that has one value everywhere has
// squares of exactly 0.
void GeneSummer::add_squares(const GeneValues& gene) {
    for (std::size_t g = 0; g < m_cells.size(); ++g) {
        if (m_stored[g] == 0) continue;
        const auto cells = static_cast<double>(m_cells[g]), stored = static_cast<double>(m_stored[g]);
        GroupSums& group = m_sums.groups[g];
        group.mean = m_shift[g] * (stored / cells) + m_offsets[g] / cells;
        group.squares = (cells - stored) * group.mean * group.mean;
    }
    for (std::size_t i = 0; i < gene.values.size(); ++i) {
        if (gene.values[i] == 0) continue;
        GroupSums& group = m_sums.groups[gene.groups[i]];
        const double offset = gene.values[i] - group.mean;
        group.squares += offset * offset;
    }
}

void GeneSummer::add_ranks() {
    sort_keys(m_keys, m_room);
    const std::size_t zeros = m_all - m_keys.size();
    const auto value_of = [](std::uint64_t key) { return key >> 16U; };
    const auto count_ties = [this](double t) { m_sums.ties += t * t * t - t; };
    std::size_t before = 0;  // cells in front
    bool zeros_passed = zeros == 0;
    const auto pass_zeros = [&] {
        const double rank = static_cast<double>(before) + 0.5 * static_cast<double>(zeros + 1);
        for (std::size_t g = 0; g < m_cells.size(); ++g)
            m_sums.groups[g].ranks += rank * static_cast<double>(m_cells[g] - m_stored[g]);
        count_ties(static_cast<double>(zeros));
        before += zeros;
        zeros_passed = true;
    };
    const std::uint64_t zero = ordered_bits(0.0F);
    for (std::size_t begin = 0; begin < m_keys.size();) {
        const std::uint64_t value = value_of(m_keys[begin]);
        if (!zeros_passed && value > zero) pass_zeros();
        std::size_t end = begin + 1;
        while (end < m_keys.size() && value_of(m_keys[end]) == value) ++end;
        const std::size_t tied = end - begin;
        const double rank = static_cast<double>(before) + 0.5 * static_cast<double>(tied + 1);
        for (std::size_t i = begin; i < end; ++i)
            m_sums.groups[static_cast<std::size_t>(m_keys[i] & 0xffffU)].ranks += rank;
        if (tied > 1) count_ties(static_cast<double>(tied));
        before += tied;
        begin = end;
    }
    if (!zeros_passed) pass_zeros();
    assert(before == m_all);
}

}  // namespace regulus
