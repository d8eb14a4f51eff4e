// Stored values of many genes, gathered by gene from blocks of cells, within a bound of memory. Only for the
// sources of core/stats.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/data/sparse_matrix.h"
#include "core/stats/group_sums.h"

namespace regulus {

// Of the genes first..end-1; `end` goes down as it turns out what there is room for. 6 bytes a value.
class GeneEntries {
  public:
    // `cells`: that blocks will have in all. `room`: bytes; for one gene as much as it takes.
    GeneEntries(std::size_t first, std::size_t genes, std::size_t cells, std::size_t room);

    // `groups`: one a cell of the block, negative for cells that do not matter. When the room is used up the
    // last genes are forgotten, as many as it takes for the others to have room to the last block.
    void add(const CsrMatrix& block, std::span<const std::int32_t> groups);

    std::size_t first() const { return m_first; }
    std::size_t end() const { return m_end; }
    // In the order of the cells. Thread: any, once all is there.
    void gather(std::size_t gene, GeneValues& into) const;

  private:
    struct Part {
        std::vector<std::uint32_t> offsets;  // by gene, from `first` on
        std::vector<float> values;
        std::vector<std::uint16_t> groups;
    };
    Part turned(const CsrMatrix& block, std::span<const std::int32_t> groups) const;
    void forget();

    std::size_t m_first, m_end, m_cells, m_room, m_seen = 0, m_held = 0;
    std::vector<Part> m_parts;
};

}  // namespace regulus
