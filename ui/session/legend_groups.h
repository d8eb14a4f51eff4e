// The groups that a legend of the cells' colours lists, as the session's filters know them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ui/render/point_colors.h"

namespace regulus {

class Session;

// For each entry of a legend of the cells' colours, whether its cells are hidden; empty when it has none.
std::vector<std::uint8_t> hiddenEntries(const Session& session, const Legend& legend);
// The column whose groups are the entries; empty when they are no groups of one.
std::string groupColumn(const Session& session, const Legend& legend);

}  // namespace regulus
