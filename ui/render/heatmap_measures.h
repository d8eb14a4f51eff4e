// Sizes that the parts of a painted heatmap share, in logical pixels.
#pragma once

#include <QFontMetricsF>
#include <QPainter>

#include "ui/render/figure_scene.h"
#include "ui/render/heatmap_bar.h"

namespace regulus::heatmap {

inline constexpr double chip = 8, chip_gap = 6;
inline constexpr double key_mark = 13, key_gap = 7, key_line = 15, key_size = 11.5, note_size = 11.5,
                        title_size = 10.5;
// Between fields and tracks, where the mark of the scrolled part lies, between tracks, and of a line of names
// of blocks.
inline constexpr double track_gap = 8, track_space = 4, block_line = 13;

inline QFontMetricsF metricsOf(const QFont& font, const QPainter& painter) {
    return {font, painter.device()};
}
// Of the list of what a stacked bar is of; 0 where there is none.
double partsWidth(const QPainter& painter, const HeatmapBar& bar, const PaintStyle& style);
double partsHeight(const HeatmapBar& bar);
double keyWidth(const QPainter& painter, const PaintStyle& style);
// "0–1,203", what the length of a bar stands for in these items; empty where it is of shares.
QString barScale(const HeatmapBar& bar, const std::vector<int>& items);
// What a bar is of, and what its length stands for: "cells, 0–1,203", in two lines where one is
// wider than the room.
QString barTitle(const HeatmapBar& bar, const std::vector<int>& items, double room,
                 const QFontMetricsF& metrics);
// Whole pixels: every field has sharp edges.
QRectF onPixels(const QRectF& box);

}  // namespace regulus::heatmap
