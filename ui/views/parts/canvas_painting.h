// What widgets of maps paint and say alike, in the plane, in space and in a panel beside them.
#pragma once

#include <QPainter>
#include <QPolygonF>
#include <QString>

#include "ui/render/point_colors.h"

namespace regulus {

// What is being drawn around cells, closed by itself.
void paintPick(QPainter& painter, const QPolygonF& outline);
// A note at the upper edge of a plot.
void paintNote(QPainter& painter, const QRectF& plot, const QString& text);
QString polygonNote();  // how to go on with a polygon that was begun

QString scaleEndTip(const Legend& scale, bool high);
QString blendTip(int entry);  // of the legend of a blend, or blend_plot_link

}  // namespace regulus
