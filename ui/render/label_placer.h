// Puts names next to the places they belong to without one covering another.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <optional>
#include <vector>

namespace regulus {

struct LabelRequest {
    QPointF at;         // what it names
    QSizeF size;        // of the text
    double radius = 0;  // of what it names; a text larger than that goes above it instead of on it
};
struct PlacedLabel {
    QRectF box;
    bool moved = false;  // far enough from what it names for a line to be drawn
};

// The box where it lies inside `bounds`; one that is larger begins where they do.
QRectF pushedInside(QRectF box, const QRectF& bounds);

// In the order given (the important first): at its place if nothing is there, else at the nearest of a ring
// of places around it that is free and lies inside `bounds`; nullopt where there is none.
std::vector<std::optional<PlacedLabel>> placeLabels(const std::vector<LabelRequest>& labels,
                                                    const QRectF& bounds, double gap);

}  // namespace regulus
