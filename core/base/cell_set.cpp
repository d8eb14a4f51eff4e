#include "core/base/cell_set.h"

#include <bit>
#include <cassert>

namespace regulus {

CellSet CellSet::all(std::size_t cells) {
    return CellSet(cells).inverted();
}

CellSet CellSet::of(std::size_t cells, std::span<const std::uint32_t> rows) {
    CellSet set(cells);
    for (const std::uint32_t row : rows) {
        assert(row < cells);
        set.insert(row);
    }
    return set;
}

std::size_t CellSet::count() const noexcept {
    std::size_t n = 0;
    for (const std::uint64_t word : m_words) n += static_cast<std::size_t>(std::popcount(word));
    return n;
}

CellSet& CellSet::operator|=(const CellSet& other) {
    assert(m_cells == other.m_cells);
    for (std::size_t i = 0; i < m_words.size(); ++i) m_words[i] |= other.m_words[i];
    return *this;
}

CellSet& CellSet::operator&=(const CellSet& other) {
    assert(m_cells == other.m_cells);
    for (std::size_t i = 0; i < m_words.size(); ++i) m_words[i] &= other.m_words[i];
    return *this;
}

CellSet& CellSet::operator-=(const CellSet& other) {
    assert(m_cells == other.m_cells);
    for (std::size_t i = 0; i < m_words.size(); ++i) m_words[i] &= ~other.m_words[i];
    return *this;
}

CellSet CellSet::inverted() const {
    CellSet result(m_cells);
    for (std::size_t i = 0; i < m_words.size(); ++i) result.m_words[i] = ~m_words[i];
    if (m_cells % 64 != 0) result.m_words.back() &= (std::uint64_t{1} << (m_cells % 64)) - 1;
    return result;
}

std::vector<std::uint32_t> CellSet::rows() const {
    std::vector<std::uint32_t> rows;
    rows.reserve(count());
    for (std::size_t i = 0; i < m_words.size(); ++i) {
        for (std::uint64_t word = m_words[i]; word != 0; word &= word - 1) {
            rows.push_back(
                static_cast<std::uint32_t>(i * 64 + static_cast<std::size_t>(std::countr_zero(word))));
        }
    }
    return rows;
}

}  // namespace regulus
