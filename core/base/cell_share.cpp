#include "core/base/cell_share.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace regulus {

CellShare::CellShare() : m_ranks(one_process()), m_begins{0, std::numeric_limits<std::size_t>::max()} {}

CellShare::CellShare(std::shared_ptr<Ranks> ranks, std::vector<std::size_t> begins)
    : m_ranks(std::move(ranks)), m_begins(std::move(begins)) {
    assert(m_begins.size() == static_cast<std::size_t>(m_ranks->size()) + 1);
    assert(std::ranges::is_sorted(m_begins));
}

CellShare CellShare::of(std::shared_ptr<Ranks> ranks, std::size_t cells) {
    const auto size = static_cast<std::size_t>(ranks->size());
    std::vector<std::size_t> begins;
    for (std::size_t r = 0; r <= size; ++r) begins.push_back(cells / size * r + cells % size * r / size);
    return {std::move(ranks), std::move(begins)};
}

std::size_t CellShare::begin() const {
    return m_begins[static_cast<std::size_t>(m_ranks->rank())];
}

std::size_t CellShare::end(std::size_t cells) const {
    return std::min(cells, m_begins[static_cast<std::size_t>(m_ranks->rank()) + 1]);
}

std::span<const std::uint32_t> CellShare::of_rank(std::span<const std::uint32_t> rows, int rank) const {
    const std::size_t first = m_begins[static_cast<std::size_t>(rank)],
                      last = m_begins[static_cast<std::size_t>(rank) + 1];
    const auto begin = std::ranges::lower_bound(rows, first), end = std::ranges::lower_bound(rows, last);
    return rows.subspan(static_cast<std::size_t>(begin - rows.begin()),
                        static_cast<std::size_t>(end - begin));
}

std::span<const std::uint32_t> CellShare::own(std::span<const std::uint32_t> rows) const {
    return of_rank(rows, m_ranks->rank());
}

CellSet CellShare::own(const CellSet& cells) const {
    return alone() ? cells : CellSet::of(cells.universe(), own(cells.rows()));
}

std::size_t CellShare::before(std::span<const std::uint32_t> rows) const {
    return static_cast<std::size_t>(own(rows).data() - rows.data());
}

void CellShare::complete_bytes(std::span<std::byte> bytes, std::size_t width,
                               std::span<const std::uint32_t> rows) const {
    assert(bytes.size() == rows.size() * width);
    for (int r = 0; !alone() && r < m_ranks->size(); ++r) {
        const auto part = of_rank(rows, r);
        const auto first = static_cast<std::size_t>(part.data() - rows.data());
        if (!part.empty() && width > 0) m_ranks->spread(bytes.subspan(first * width, part.size() * width), r);
    }
}

}  // namespace regulus
