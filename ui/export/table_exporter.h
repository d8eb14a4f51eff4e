// Writes the numbers behind a plot as CSV or TSV (see CsvWriter).
#pragma once

#include <QString>

#include "ui/render/figure_numbers.h"

namespace regulus {

// Tabs when the path ends with .tsv or .txt, commas otherwise. Throws Error(Storage); of a table that fails
// nothing is left behind. What is told of TFs goes to a file beside it: see tfTablePath().
void exportTable(const FigureNumbers& numbers, const QString& path);
// "x-tfs.csv" of "x.csv".
QString tfTablePath(const QString& path);

}  // namespace regulus
