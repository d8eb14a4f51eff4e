#include "ui/session/counted_colors.h"

#include <vector>

#include "core/base/cell_loop.h"
#include "ui/session/session.h"
#include "ui/session/workspace_groups.h"

namespace regulus {

std::shared_ptr<const PointColors> CountedColors::of(const Session& session,
                                                     std::shared_ptr<const PointColors> colors) {
    const CellSet cells = workspaceCells(session);
    if (cells.universe() != colors->size() || colors->legend.kind != Legend::Kind::Categories) return colors;
    if (colors == m_colors && cells == m_cells) return m_counted;
    auto counted = std::make_shared<PointColors>(*colors);
    Legend& legend = counted->legend;
    for (LegendEntry& entry : legend.entries) entry.count = 0;
    legend.missing = 0;
    visit_cells(cells, [&](std::size_t cell) {
        const std::uint16_t index = counted->index[cell];
        ++(index == PointColors::missing ? legend.missing : legend.entries[index - std::size_t{1}].count);
    });
    std::erase_if(legend.listed, [&](std::size_t entry) { return legend.entries[entry].count == 0; });
    m_colors = std::move(colors);
    m_cells = cells;
    return m_counted = std::move(counted);
}

}  // namespace regulus
