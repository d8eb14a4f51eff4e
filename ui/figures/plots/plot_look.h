// How groups of cells are plotted.
#pragma once

#include <optional>
#include <string>

#include "ui/render/palettes.h"

namespace regulus {

enum class PlotKind { Dots, Matrix, Violins, Boxes, Ridges, Bars, Table, Donors };
// "dots", "matrix", "violins", "boxes", "ridges", "bars", "table", "donors"
const char* toString(PlotKind kind);
std::optional<PlotKind> plotKindNamed(const std::string& name);
inline bool ofComposition(PlotKind kind) {
    return kind == PlotKind::Bars || kind == PlotKind::Table || kind == PlotKind::Donors;
}
inline bool ofDensities(PlotKind kind) {
    return kind == PlotKind::Violins || kind == PlotKind::Ridges;
}

// What the colour of a dot or field stands for.
enum class PlotColor {
    Mean,        // of the values: of genes log1p of counts per 10,000, as in scanpy's dot plot
    MeanCounts,  // counts per 10,000
    UnitRange,   // of each gene: 0 is its lowest group mean, 1 its highest
    ZScore,      // of each gene: standard deviations from the mean of its group means
};

struct PlotLook {
    PlotKind kind = PlotKind::Dots;
    PlotColor color = PlotColor::Mean;
    ColorMap map = ColorMap::Viridis;  // of what has no middle
    bool swapped = false;              // genes down; of violins and boxes groups down
    bool tree = false;                 // groups in the order of a dendrogram, which is drawn
    bool clusterGenes = false;         // genes in such an order
    bool counts = false;               // bars: cells rather than shares

    bool operator==(const PlotLook&) const = default;
};

// Violins, boxes and ridges: whether values run to the right, with groups down.
inline bool valuesLie(const PlotLook& look) {
    return look.kind == PlotKind::Ridges ||
           (look.swapped && (look.kind == PlotKind::Violins || look.kind == PlotKind::Boxes));
}

}  // namespace regulus
