// Groups as they are counted: among the cells of the workspace that is entered, or among all.
//
// Thread: the GUI thread.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/cell_set.h"

namespace regulus {

class Session;

// An empty universe: all of them.
CellSet workspaceCells(const Session& session);
// As GroupColumns::sizes(). In a workspace a pass over its cells.
std::vector<std::size_t> sizesAmong(const Session& session, const std::string& column);

}  // namespace regulus
