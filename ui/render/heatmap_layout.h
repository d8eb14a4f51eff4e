// Where the parts of a heatmap lie on the screen: spans of rows and columns with gaps between blocks, and the
// tracks beside the fields.
#pragma once

#include <QRectF>
#include <vector>

namespace regulus {

// Along one side, from 0: where each item begins and ends.
struct Spans {
    std::vector<double> from, to;
    double length = 0;

    std::size_t size() const { return from.size(); }
    double extent(std::size_t item) const { return to[item] - from[item]; }
    double middle(std::size_t item) const { return (from[item] + to[item]) / 2; }
    int at(double place) const;  // -1: beside all items, or between two
    // The items that meet a range: [first, last).
    std::pair<int, int> meeting(double begin, double end) const;
};
inline constexpr double block_gap = 6;
// `breaks(item)`: whether a gap lies before it.
template <class Breaks>
Spans spansFrom(const std::vector<double>& sizes, const Breaks& breaks) {
    Spans spans;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        if (breaks(i)) spans.length += block_gap;
        spans.from.push_back(spans.length);
        spans.to.push_back(spans.length += sizes[i]);
    }
    return spans;
}

// Beside the fields, from them outwards; empty ones are not there.
struct HeatmapTracks {
    QRectF bar, blocks, tree;
};

struct HeatmapLayout {
    QRectF cells;                  // what is seen of the matrix
    QRectF rowNames, columnNames;  // left of it and above it
    QRectF scale, key, parts, note;
    Spans lines, columns;
    HeatmapTracks right, below;  // of lines and of columns
    double rightWidth = 0, belowHeight = 0;
    double nameAngle = 0;  // of column names, degrees: 0, -45 or -90
    double nameSize = 12;  // logical pixels
    QPointF scroll;

    QRectF cellBox(int line, int column) const {
        const auto l = static_cast<std::size_t>(line), c = static_cast<std::size_t>(column);
        return {cells.left() - scroll.x() + columns.from[c], cells.top() - scroll.y() + lines.from[l],
                columns.extent(c), lines.extent(l)};
    }
};

}  // namespace regulus
