// What lies above what where points of a plot overlap.
#pragma once

#include <QCoreApplication>
#include <QString>

#include "ui/render/point_colors.h"

namespace regulus {

enum class DrawingOrder {
    Mixed,     // by a hash of the point: no value and no group hides another
    High,      // the higher above the lower
    Extremes,  // the farther from the middle of a scale above the nearer
};

// Of numbers what a reader looks for is above, unless `mixed`; categories are always mixed.
inline DrawingOrder drawingOrder(const Legend& legend, bool mixed) {
    if (mixed || legend.kind == Legend::Kind::Categories || legend.kind == Legend::Kind::None)
        return DrawingOrder::Mixed;
    return legend.kind == Legend::Kind::Scale && isDiverging(legend.map) ? DrawingOrder::Extremes
                                                                         : DrawingOrder::High;
}

// For a scale: "high values on top".
inline QString orderText(DrawingOrder order) {
    const auto tr = [](const char* text) { return QCoreApplication::translate("DrawingOrder", text); };
    switch (order) {
        case DrawingOrder::High:
            return tr("high values on top");
        case DrawingOrder::Extremes:
            return tr("extreme values on top");
        case DrawingOrder::Mixed:
            break;
    }
    return tr("mixed order");
}

}  // namespace regulus
