// What stands on paper beside the fields of a matrix, along one of its axes: bars, names of blocks, a
// dendrogram.
#pragma once

#include <functional>
#include <span>

#include "ui/figures/matrix_figure.h"

namespace regulus {

// Room from the fields outwards, mm.
struct MatrixTracks {
    double bar = 0, blocks = 0, tree = 0;
    double room() const { return bar + blocks + tree; }
};
MatrixTracks tracksOf(const MatrixPicture::Axis& axis, double points);

// Names from `first` on, each between a start and an end. `at`: where on the page a place along them is, at a
// distance from the fields. The tree is drawn where all names are there.
struct TracksAlong {
    qsizetype first = 0;
    std::vector<double> starts = {}, ends = {};
    std::function<QPointF(double along, double away)> at = {};
};
void writeTracks(const MatrixPicture::Axis& axis, const TracksAlong& along, double points,
                 FigureDrawing& drawing);

// "cells, 0–1,234"; of shares the column they are of.
QString barTitle(const HeatmapBar& bar);

}  // namespace regulus
