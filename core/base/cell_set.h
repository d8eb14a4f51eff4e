// A set of cells of one dataset: a bitset whose indices are the dataset's rows and never change.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace regulus {

class CellSet {
  public:
    CellSet() = default;
    explicit CellSet(std::size_t cells) : m_cells(cells), m_words((cells + 63) / 64, 0) {}
    static CellSet all(std::size_t cells);
    static CellSet of(std::size_t cells, std::span<const std::uint32_t> rows);

    std::size_t universe() const noexcept { return m_cells; }  // cells of the dataset, not of the set
    std::size_t count() const noexcept;
    bool empty() const noexcept { return count() == 0; }
    bool contains(std::size_t cell) const noexcept {
        return cell < m_cells && ((m_words[cell / 64] >> (cell % 64)) & 1U);
    }
    void insert(std::size_t cell) noexcept { m_words[cell / 64] |= std::uint64_t{1} << (cell % 64); }
    void erase(std::size_t cell) noexcept { m_words[cell / 64] &= ~(std::uint64_t{1} << (cell % 64)); }

    // Both sides must have the same universe.
    CellSet& operator|=(const CellSet& other);
    CellSet& operator&=(const CellSet& other);
    CellSet& operator-=(const CellSet& other);
    friend CellSet operator|(CellSet a, const CellSet& b) { return a |= b; }
    friend CellSet operator&(CellSet a, const CellSet& b) { return a &= b; }
    friend CellSet operator-(CellSet a, const CellSet& b) { return a -= b; }
    CellSet inverted() const;
    bool operator==(const CellSet&) const = default;

    std::vector<std::uint32_t> rows() const;  // ascending

    // One bit a cell, 64 to a word, lowest bit first; bits past universe() are 0.
    std::span<const std::uint64_t> words() const noexcept { return m_words; }

  private:
    std::size_t m_cells = 0;
    std::vector<std::uint64_t> m_words;
};

}  // namespace regulus
