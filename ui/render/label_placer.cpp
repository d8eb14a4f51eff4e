#include "ui/render/label_placer.h"

#include <algorithm>
#include <cmath>

namespace regulus {
namespace {

bool isFree(const QRectF& box, const std::vector<QRectF>& taken) {
    return std::none_of(taken.begin(), taken.end(),
                        [&](const QRectF& other) { return other.intersects(box); });
}

}  // namespace

QRectF pushedInside(QRectF box, const QRectF& bounds) {
    box.moveLeft(std::max(bounds.left(), std::min(box.left(), bounds.right() - box.width())));
    box.moveTop(std::max(bounds.top(), std::min(box.top(), bounds.bottom() - box.height())));
    return box;
}

std::vector<std::optional<PlacedLabel>> placeLabels(const std::vector<LabelRequest>& labels,
                                                    const QRectF& bounds, double gap) {
    constexpr int directions = 12;
    constexpr double turn = 2 * 3.14159265358979323846 / directions;
    const auto small = [](const LabelRequest& l) { return 2 * l.radius < l.size.height() * 0.9; };
    std::vector<std::optional<PlacedLabel>> out;
    std::vector<QRectF> taken;
    // A text must not cover a small group, its own least of all.
    for (const LabelRequest& l : labels) {
        const double r = l.radius + gap;
        if (small(l)) taken.push_back(QRectF(l.at.x() - r, l.at.y() - r, 2 * r, 2 * r));
    }
    for (const LabelRequest& label : labels) {
        std::optional<PlacedLabel> placed;
        const double lift = small(label) ? label.radius + 0.75 * label.size.height() : 0;
        const QPointF home = label.at - QPointF(0, lift);
        for (int ring = 0; ring <= 7 && !placed && bounds.contains(label.at); ++ring) {
            for (int d = 0; d < (ring == 0 ? 1 : directions) && !placed; ++d) {
                const double reach = ring * 0.45 * label.size.height() + (ring > 0 ? lift : 0);
                // Sideways a label has to go farther, being wider than high.
                const double wide = reach + (ring > 0 ? label.size.width() * (lift > 0 ? 0.5 : 0.3) : 0);
                const QPointF shift(std::cos(d * turn) * wide, std::sin(d * turn) * reach);
                QRectF box(QPointF(), label.size);
                box.moveCenter((ring == 0 ? home : label.at) + shift);
                box = pushedInside(box, bounds);
                if (!isFree(box.adjusted(-gap, -gap / 2, gap, gap / 2), taken)) continue;
                const double near = gap + lift;
                placed =
                    PlacedLabel{box, ring > 0 && !box.adjusted(-near, -near, near, near).contains(label.at)};
            }
        }
        if (placed) taken.push_back(placed->box);
        out.push_back(placed);
    }
    return out;
}

}  // namespace regulus
