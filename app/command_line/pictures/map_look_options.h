// Options of the map of regulus figure: points, what lies above what, outlines of groups.
#pragma once

#include <string>

#include "ui/figures/view_settings.h"

namespace CLI {
class App;
}

namespace regulus {

void declare_map_look(CLI::App& app, ViewSettings& look);
// Throws Error(Usage) where one was given for another view than the map.
void check_map_look(const std::string& view, const ViewSettings& look);

}  // namespace regulus
