// Dot plot, matrix plot and cross-table as pictures of a matrix; and the words that all plots of groups
// share.
#pragma once

#include "ui/figures/matrix_figure.h"
#include "ui/figures/plots/group_plot.h"

namespace regulus {

// One row a group (and part), one column a gene, or the other way round where they are swapped.
MatrixPicture meansPicture(const GroupPlot& plot);
// Counts, shaded by their share of the row.
MatrixPicture tablePicture(const GroupPlot& plot);

// "Mean expression", "log1p(CP10k)"
QString valueName(const GroupSummary& summary);
QString valueUnit(const GroupSummary& summary);
QString groupName(const GroupPlot& plot, std::size_t group);
QString partName(const GroupPlot& plot, std::size_t part);  // empty without a second column
QString geneName(const GroupPlot& plot, std::size_t gene);
QRgb markColor(QRgb color);              // beside a name, as figures show it
QString titleOf(const GroupPlot& plot);  // for the file's name
QString noteOf(const GroupPlot& plot);   // what a reader has to know, below the plot
// The parts as a legend, of violins that are divided; none without a second column.
Legend partLegend(const GroupPlot& plot);

}  // namespace regulus
