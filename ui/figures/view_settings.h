// How the map is drawn; undoable, remembered with the session.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace regulus {

// On which embeddings a pane of the gallery is shown, by its name (a group's: COLUMN=GROUP): a pane each. One
// that has no entry is shown on that of the map, as is "".
using PaneMaps = std::map<std::string, std::vector<std::string>>;

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
    // Embeddings side by side in the gallery, each coloured as the map is: ShownEmbedding::key, "" that of
    // the map. Empty: it shows names, or groups.
    std::vector<std::string> besideMaps;
    PaneMaps paneMaps;

    bool operator==(const ViewSettings&) const = default;
};

}  // namespace regulus
