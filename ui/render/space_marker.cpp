#include "ui/render/space_marker.h"

#include <algorithm>

#include "ui/render/legend_painter.h"

namespace regulus {
namespace {

constexpr double label_radius = 8;  // pixels between an end and the middle of its name
constexpr double name_nearer = 8;   // pixels that the name may reach into the square

}  // namespace

std::array<MarkerArm, 3> markerArms(const Camera3d& camera) {
    const auto right = camera.right(), above = camera.above(), ahead = camera.ahead();
    std::array<MarkerArm, 3> arms;
    for (std::size_t d = 0; d < 3; ++d) arms[d] = {d, {right[d], -above[d]}, ahead[d]};
    std::ranges::stable_sort(arms, std::greater<>(), &MarkerArm::depth);
    return arms;
}

double markerInk(const MarkerArm& arm) {
    return 0.75 - 0.25 * arm.depth;
}

std::array<QPointF, 3> paintMarker(QPainter& painter, const QRectF& square, const SpaceMarker& marker,
                                   const Camera3d& camera, const PaintStyle& style) {
    std::array<QPointF, 3> ends;
    if (marker.empty()) return ends;
    painter.save();
    const QFont font = style.font(painter, 11, QFont::DemiBold);
    const QFontMetricsF metrics(font, painter.device());
    painter.setFont(font);
    const QPointF middle = square.center();
    for (const MarkerArm& arm : markerArms(camera)) {
        QColor ink = style.theme.text;
        ink.setAlphaF(static_cast<float>(markerInk(arm)));
        const QPointF end = middle + marker_arm * arm.end;
        QColor rim = style.theme.surface;
        rim.setAlphaF(0.8F);
        painter.setPen(QPen(rim, 4, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(middle, end);
        painter.setPen(QPen(ink, 1.5, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(middle, end);
        // Beyond the end; of one that points at the eye, above it.
        const double length = std::hypot(arm.end.x(), arm.end.y());
        const QPointF out = length > 0.15 ? arm.end / length : QPointF(0, -1);
        const QPointF at = end + label_radius * out;
        ends[arm.direction] = at;
        const QString& name = marker.ends[arm.direction];
        drawHaloText(
            painter,
            at + QPointF(-metrics.horizontalAdvance(name) / 2, (metrics.ascent() - metrics.descent()) / 2),
            name, ink, style.theme.surface, 3);
    }
    if (!marker.name.isEmpty()) {
        const QFont small = style.font(painter, 11);
        painter.setFont(small);
        const QFontMetricsF of(small, painter.device());
        drawHaloText(
            painter,
            {middle.x() - of.horizontalAdvance(marker.name) / 2, square.bottom() + of.ascent() - name_nearer},
            marker.name, style.theme.mutedText, style.theme.surface, 3);
    }
    painter.restore();
    return ends;
}

}  // namespace regulus
