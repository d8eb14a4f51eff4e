// Passes over a set of cells that cost what the set holds, and sets made in one pass without branches.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "core/base/cell_set.h"

namespace regulus {

// Those of `cells` cells for which holds(cell) is true; each is asked once, in order. Half a millisecond for
// a million cells where holds() is a comparison.
template <class Holds>
CellSet cells_where(std::size_t cells, Holds holds) {
    CellSet set(cells);
    for (std::size_t begin = 0; begin < cells; begin += 64) {
        const std::size_t n = cells - begin < 64 ? cells - begin : 64;
        std::uint64_t word = 0;
        for (std::size_t bit = 0; bit < n; ++bit)
            word |= static_cast<std::uint64_t>(holds(begin + bit) ? 1 : 0) << bit;
        for (; word != 0; word &= word - 1)
            set.insert(begin + static_cast<std::size_t>(std::countr_zero(word)));
    }
    return set;
}

// Calls visit(cell) for each, ascending, until it returns false. Whether it never did.
template <class Visit>
bool visit_while(const CellSet& set, Visit visit) {
    const auto words = set.words();
    for (std::size_t w = 0; w < words.size(); ++w)
        for (std::uint64_t word = words[w]; word != 0; word &= word - 1)
            if (!visit(w * 64 + static_cast<std::size_t>(std::countr_zero(word)))) return false;
    return true;
}

// The same for each of them.
template <class Visit>
void visit_cells(const CellSet& set, Visit visit) {
    visit_while(set, [&](std::size_t cell) {
        visit(cell);
        return true;
    });
}

}  // namespace regulus
