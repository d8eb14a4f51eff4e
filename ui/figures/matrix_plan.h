// How a matrix is divided on a page of a given width: measured from its names before anything is drawn.
#pragma once

#include "ui/figures/matrix_figure.h"

namespace regulus {

struct MatrixPlan {
    std::vector<QStringList> rowNames, columnNames;  // their lines
    bool upwards = false;                            // names of columns stand
    bool texts = false;                              // there is room for those in the fields
    int perBand = 1, bands = 1;                      // columns of a band
    double left = 0;                                 // of the fields, behind the names
    double inset = 0;                                // of it, between names and fields
    double header = 0;                               // above the fields of a band
    double cellWidth = 0, leastHeight = 0;           // mm
    double gaps = 0;                                 // between blocks of columns, of all bands together
    double width(double cells) const { return left + cells * cellWidth + gaps; }
};
// Widths of a column in mm. A name always has the height of its line.
struct CellRange {
    double least = 0, most = 9;
};
// `namesShare`: of the width, at most, for the names of rows; longer ones are wrapped.
MatrixPlan planOf(const MatrixPicture& picture, double width, double namesShare, double points,
                  CellRange cells = {});

// mm between blocks, and all those before a name that follows `first`.
inline constexpr double block_space = 0.9;
double gapsBefore(const MatrixPicture::Axis& axis, qsizetype first, qsizetype name);

// In units of the size of the text.
inline constexpr double name_gap = 0.35, mark_width = 0.8;

}  // namespace regulus
