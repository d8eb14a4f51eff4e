// Legends: a list of categories with counts, and a labelled scale. Used by every scene that has one.
#pragma once

#include <QFontMetricsF>
#include <QLineF>
#include <QPainter>
#include <QPolygonF>
#include <QRectF>
#include <cstdint>
#include <optional>
#include <vector>

#include "ui/render/figure_scene.h"
#include "ui/render/point_colors.h"

namespace regulus {

struct LegendRow {
    QRectF box;
    int category;
};

// Width that the list or scale wants; its text is as long as it is, up to `most`.
double legendWidth(const QPainter& painter, const Legend& legend, const PaintStyle& style, double most);
double categoryListHeight(const Legend& legend);

// Rows from the top of `area`, shifted up by `scroll`; hidden ones struck out in muted text. Where not all
// fit, the last row says how many more there are. Returns the rows painted.
std::vector<LegendRow> paintCategoryList(QPainter& painter, const QRectF& area, const Legend& legend,
                                         const std::vector<std::uint8_t>& hidden, std::optional<int> hovered,
                                         double scroll, const PaintStyle& style);

// An end of a scale that can be dragged.
struct ScaleEnd {
    int axis = 0;  // of a blend: 0 across, 1 up
    bool high = false;
    bool operator==(const ScaleEnd&) const = default;
};
// A scale as it was painted: where its values lie.
struct PaintedScale {
    int axis = 0;
    QLineF line;                             // from its lowest to its highest value
    double from = 0, to = 1;                 // the values there
    double valueAt(QPointF position) const;  // beyond its ends, too
    QPointF placeOf(double value) const;
};
// The end of one of those scales that is there, and the axis of the one that is.
std::optional<ScaleEnd> scaleEndAt(const std::vector<PaintedScale>& scales, bool blended, QPointF position);
std::optional<int> scaleAt(const std::vector<PaintedScale>& scales, QPointF position);
// How a person is at work on a scale: an end under the cursor shows a grip; while one is dragged the scale
// stays as it was, and the colours move.
struct ScaleLook {
    std::optional<ScaleEnd> end = {};
    std::optional<PaintedScale> held = {};
};

// A vertical bar with ticks at its right and the title above; `area` is filled.
PaintedScale paintScaleBar(QPainter& painter, const QRectF& area, const Legend& legend,
                           const PaintStyle& style, const ScaleLook& look = {});
void paintGrip(QPainter& painter, const PaintedScale& scale, double value, const PaintStyle& style);
// The parts of rows that legends have in common.
void paintLegendTitle(QPainter& painter, const QRectF& box, const Legend& legend, const PaintStyle& style);
double baselineIn(const QRectF& box, const QFontMetricsF& metrics);
QSizeF scaleBarSize(const QPainter& painter, const Legend& legend, const PaintStyle& style);

// The end of a scale's bar at that side where values lie beyond it: a triangle that reaches `tip` outwards.
QPolygonF pointedEnd(const QRectF& bar, Qt::Edge side, double tip);
// Those of a legend, in the colours of its ends; the bar stands or lies as it is long.
void paintPointedEnds(QPainter& painter, const QRectF& bar, const Legend& legend, double tip);

// Text with a halo of the colour behind it, so that it can be read on points.
void drawHaloText(QPainter& painter, QPointF baseline, const QString& text, const QColor& color,
                  const QColor& halo, double haloWidth);

}  // namespace regulus
