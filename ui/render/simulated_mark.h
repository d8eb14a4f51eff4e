// The mark that simulated data carry wherever they are seen.
#pragma once

#include <QPainter>

#include "ui/render/figure_scene.h"

namespace regulus {

QSizeF simulatedMarkSize(const QPainter& painter, const PaintStyle& style);
// With its upper left corner at `at`.
void paintSimulatedMark(QPainter& painter, QPointF at, const PaintStyle& style);

}  // namespace regulus
