// How the map is drawn; undoable, remembered with the session.
#pragma once

#include <string>

namespace regulus {

struct ViewSettings {
    std::string embedding;    // ShownEmbedding::key
    double pointSize = 0;     // pixels; 0: chosen from the number of cells
    double opacity = 0.75;    // 0..1
    bool labels = true;       // names of groups at their centres
    bool legend = false;      // on the map; the Data panel has one always
    std::string contours;     // outlines around the groups of this column; empty: none
    bool mixedOrder = false;  // of numbers: overlapping points lie in no order of their values
    bool threeD = false;
    std::string spaceEmbedding;  // shown in 3-D: ShownEmbedding::key, or of one to compute; empty: the best
    bool orientation = true;     // in 3-D: a mark that says where the directions point
    std::string continuousMap = "viridis";
    std::string splitColumn;   // panes split by this column; empty: one pane
    std::string galleryNames;  // as they were typed
    bool galleryOneScale = false;

    bool operator==(const ViewSettings&) const = default;
};

}  // namespace regulus
