#include "ui/render/label_placer.h"

#include <algorithm>
#include <cmath>

namespace regulus {
namespace {

bool isFree(const QRectF& box, const std::vector<QRectF>& taken) {
    return std::none_of(taken.begin(), taken.end(),
                        [&](const QRectF& other) { return other.intersects(box); });
}

QRectF pushedInside(QRectF box, const QRectF& bounds) {
    box.moveLeft(std::max(bounds.left(), std::min(box.left(), bounds.right() - box.width())));
    box.moveTop(std::max(bounds.top(), std::min(box.top(), bounds.bottom() - box.height())));
    return box;
}

}  // namespace

std::vector<std::optional<PlacedLabel>> placeLabels(const std::vector<LabelRequest>& labels,
                                                    const QRectF& bounds, double gap) {
    constexpr int directions = 12;
    constexpr double turn = 2 * 3.14159265358979323846 / directions;
    std::vector<std::optional<PlacedLabel>> out;
    std::vector<QRectF> taken;
    for (const LabelRequest& label : labels) {
        std::optional<PlacedLabel> placed;
        const bool above = 2 * label.radius < label.size.height() * 1.5;
        const QPointF home =
            above ? label.at - QPointF(0, label.radius + 0.75 * label.size.height()) : label.at;
        if (bounds.contains(label.at)) {
            for (int ring = 0; ring <= 4 && !placed; ++ring) {
                for (int d = 0; d < (ring == 0 ? 1 : directions) && !placed; ++d) {
                    const double reach = ring * 0.8 * label.size.height();
                    // Sideways a label has to go farther, being wider than high.
                    const QPointF shift(
                        std::cos(d * turn) * (reach + (ring > 0 ? label.size.width() * 0.3 : 0)),
                        std::sin(d * turn) * reach);
                    QRectF box(QPointF(), label.size);
                    box.moveCenter(home + shift);
                    box = pushedInside(box, bounds);
                    if (isFree(box.adjusted(-gap, -gap / 2, gap, gap / 2), taken))
                        placed = PlacedLabel{
                            box, ring > 0 && !box.adjusted(-gap, -gap, gap, gap).contains(label.at)};
                }
            }
        }
        if (placed) taken.push_back(placed->box);
        out.push_back(placed);
    }
    return out;
}

}  // namespace regulus
