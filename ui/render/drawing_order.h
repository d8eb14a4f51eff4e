// What lies above what where points of a plot overlap.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <cstdint>

#include "ui/render/blend_colors.h"
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

// Of a point with a value: the higher lies above the lower, from 1 on; `color` is its place in the table. In
// mixed order all are the same.
inline std::uint32_t valueRank(DrawingOrder order, bool blended, std::uint32_t color) noexcept {
    if (order == DrawingOrder::Mixed) return 1;
    if (blended) return blendRank(color);
    // Of a step of a scale, 1 to 256: how far it is from the middle, 1 to 256.
    if (order == DrawingOrder::Extremes) return color > 128 ? 2 * color - 256 : 257 - 2 * color;
    return color;
}

// For a scale: "high values on top". In space a mixed order is that of the distance.
inline QString orderText(DrawingOrder order, bool inSpace = false) {
    const auto tr = [](const char* text) { return QCoreApplication::translate("DrawingOrder", text); };
    switch (order) {
        case DrawingOrder::High:
            return tr("high values on top");
        case DrawingOrder::Extremes:
            return tr("extreme values on top");
        case DrawingOrder::Mixed:
            break;
    }
    return inSpace ? tr("nearer cells on top") : tr("mixed order");
}

}  // namespace regulus
