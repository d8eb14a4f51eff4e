// What a matrix puts on a page: fields, discs, names, marks, dendrograms, and the spots a pointer can be on.
#pragma once

#include "ui/figures/matrix_plan.h"

namespace regulus {

// mm of paper between fields.
inline constexpr double field_space = 0.12;
// In units of the size of the text: how far a dendrogram reaches.
inline constexpr double tree_depth = 3;
// Of a field, for the largest disc.
inline constexpr double disc_share = 0.88;

struct MatrixWriting {
    const MatrixPicture& picture;
    const MatrixPlan& plan;
    double cellHeight, points;
    bool turned = false;  // rows and columns of the spots change places
};
// Columns plan.perBand × band and after; `at` is the top left corner of its names.
void writeBand(const MatrixWriting& writing, int band, QPointF at, FigureDrawing& drawing);

}  // namespace regulus
