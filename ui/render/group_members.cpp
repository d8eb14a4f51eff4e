#include "ui/render/group_members.h"

#include "core/base/parallel.h"

namespace regulus {

GroupMembers groupMembers(const SpatialGrid& grid, const PointColors& colors,
                          const std::function<bool(std::uint32_t)>& drawn, std::size_t most) {
    GroupMembers out;
    if (colors.legend.kind != Legend::Kind::Categories) return out;
    const std::size_t looks = colors.legend.entries.size() + 1;
    out.group.resize(grid.placed());
    parallel_for(out.group.size(), 1U << 16U, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const std::uint32_t row = grid.rows()[i];
            // Else as one without a value. Colours may come a second time, for points that step back.
            if (drawn(row)) out.group[i] = static_cast<std::uint16_t>(colors.index[row] % looks);
        }
    });
    out.counts.resize(colors.legend.entries.size());
    out.members.resize(out.counts.size());
    for (const std::size_t c : out.group)
        if (c > 0) ++out.counts[c - 1];
    std::vector<std::size_t> seen(out.counts.size());
    for (std::size_t i = 0; i < out.group.size(); ++i) {
        const std::size_t c = out.group[i];
        if (c == 0) continue;
        const std::size_t step = 1 + (out.counts[c - 1] - 1) / most;
        if (seen[c - 1]++ % step == 0) out.members[c - 1].push_back(static_cast<std::uint32_t>(i));
    }
    return out;
}

}  // namespace regulus
