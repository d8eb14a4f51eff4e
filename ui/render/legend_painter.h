// Legends: a list of categories with counts, and a labelled scale. Used by every scene that has one.
#pragma once

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

// A vertical bar with ticks at its right and the title above; `area` is filled.
void paintScaleBar(QPainter& painter, const QRectF& area, const Legend& legend, const PaintStyle& style);
QSizeF scaleBarSize(const QPainter& painter, const Legend& legend, const PaintStyle& style);

// The end of a scale's bar at that side where values lie beyond it: a triangle that reaches `tip` outwards.
QPolygonF pointedEnd(const QRectF& bar, Qt::Edge side, double tip);
// Those of a legend, in the colours of its ends; the bar stands or lies as it is long.
void paintPointedEnds(QPainter& painter, const QRectF& bar, const Legend& legend, double tip);

// Text with a halo of the colour behind it, so that it can be read on points.
void drawHaloText(QPainter& painter, QPointF baseline, const QString& text, const QColor& color,
                  const QColor& halo, double haloWidth);

}  // namespace regulus
