// The cells of a dataset that this process reads. All processes know all cells by their number; the values of
// a cell are read by one of them alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/base/cell_set.h"
#include "core/base/ranks.h"

namespace regulus {

// A value. What it does with the other ranks is done by all of them, see Ranks.
class CellShare {
  public:
    // One process, which reads every cell.
    CellShare();
    // Rank r reads the cells begins[r] to begins[r + 1] − 1: size + 1 numbers, ascending.
    CellShare(std::shared_ptr<Ranks> ranks, std::vector<std::size_t> begins);
    // Ranges of cells as equal as can be.
    static CellShare of(std::shared_ptr<Ranks> ranks, std::size_t cells);

    Ranks& ranks() const { return *m_ranks; }
    bool alone() const { return m_ranks->size() == 1; }
    // Of a dataset of that many cells, own ones are begin() to end(cells) − 1.
    std::size_t begin() const;
    std::size_t end(std::size_t cells) const;

    // Those of `rows` (cells, ascending) that are read here, and how many of them come before.
    std::span<const std::uint32_t> own(std::span<const std::uint32_t> rows) const;
    CellSet own(const CellSet& cells) const;
    std::size_t before(std::span<const std::uint32_t> rows) const;
    // `values`: rows.size() × width, of which the own rows are filled: fills the others.
    template <class Value>
    void complete(std::span<Value> values, std::size_t width, std::span<const std::uint32_t> rows) const {
        complete_bytes(std::as_writable_bytes(values), width * sizeof(Value), rows);
    }

  private:
    void complete_bytes(std::span<std::byte> bytes, std::size_t width,
                        std::span<const std::uint32_t> rows) const;
    std::span<const std::uint32_t> of_rank(std::span<const std::uint32_t> rows, int rank) const;

    std::shared_ptr<Ranks> m_ranks;
    std::vector<std::size_t> m_begins;
};

}  // namespace regulus
