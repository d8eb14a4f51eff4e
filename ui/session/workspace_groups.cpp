#include "ui/session/workspace_groups.h"

#include "core/base/cell_loop.h"
#include "ui/session/session.h"

namespace regulus {

CellSet workspaceCells(const Session& session) {
    const Workspace* const workspace = session.workspaces().current();
    return workspace ? workspace->cells : CellSet();
}

std::vector<std::size_t> sizesAmong(const Session& session, const std::string& column) {
    const Workspace* const workspace = session.workspaces().current();
    const auto groups = session.groups().categorical(column);
    if (!workspace || !groups) return session.groups().sizes(column);
    std::vector<std::size_t> sizes(groups->categories.size() + 1, 0);
    visit_cells(workspace->cells, [&](std::size_t cell) {
        const std::int32_t code = groups->codes[cell];
        ++sizes[code < 0 ? sizes.size() - 1 : static_cast<std::size_t>(code)];
    });
    return sizes;
}

}  // namespace regulus
