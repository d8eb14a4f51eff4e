#include "app/command_line/pictures/map_look_options.h"

#include <CLI/CLI.hpp>

#include "core/base/error.h"

namespace regulus {

void declare_map_look(CLI::App& app, ViewSettings& look) {
    app.add_option("--contours", look.contours,
                   "Map: outlines around the groups of this column, each the smallest region that holds 90 % "
                   "of its cells")
        ->type_name("COLUMN");
    app.add_option("--point-size", look.pointSize,
                   "Map: diameter of points in pixels of 1/96 inch, drawn at three quarters of it on paper "
                   "(default: by the number of cells)")
        ->check(CLI::Range(1.0, 16.0));
    app.add_option("--opacity", look.opacity, "Map: opacity of a single point")
        ->check(CLI::Range(0.05, 1.0))
        ->capture_default_str();
    app.add_flag("--mixed-order", look.mixedOrder,
                 "Map of numbers: overlapping points in mixed order, as those of groups are, not the high "
                 "values on top");
    app.add_flag("--no-labels{false}", look.labels, "Map: no names of groups at their centres");
}

void check_map_look(const std::string& view, const ViewSettings& look) {
    if (view != "embedding" && look != ViewSettings())
        throw Error(ErrorKind::Usage,
                    "--contours, --point-size, --opacity, --mixed-order and --no-labels are of a map", {},
                    "Leave them out");
}

}  // namespace regulus
