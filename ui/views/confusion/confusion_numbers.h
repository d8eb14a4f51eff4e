// The counts of a confusion matrix as a table: one row a label, one column a class of the model.
#pragma once

#include "ui/render/figure_numbers.h"
#include "ui/views/confusion/confusion_table.h"

namespace regulus {

// The first column has the labels, the last the number of cells of each. Empty for an empty table.
FigureNumbers confusionNumbers(const ConfusionTable& table);

}  // namespace regulus
