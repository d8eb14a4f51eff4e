// Writes the numbers behind a plot as CSV or TSV (see CsvWriter).
#pragma once

#include <QString>

#include "ui/render/figure_numbers.h"

namespace regulus {

// Tabs when the path ends with .tsv or .txt, commas otherwise. Throws Error(Storage); nothing is left behind.
void exportTable(const FigureNumbers& numbers, const QString& path);

}  // namespace regulus
