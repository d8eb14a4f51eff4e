// What is said of a comparison, and of one gene or TF of it.
#pragma once

#include <QStringList>

#include "ui/figures/comparison/comparison_result.h"

namespace regulus {

// What its numbers cannot mean, and what was left out, in sentences; that of donors first.
QStringList notesOf(const ComparisonResult& result, std::size_t group);

// "25 stand out, 19 by chance", of the TFs of a group; empty where that was not tested.
QString standingText(const ComparisonResult& result, std::size_t group);

// The numbers that tables and plots show: what the pointer is over, and the screen reader says.
QString describeRow(const ComparisonResult& result, std::size_t group, std::uint32_t gene);

}  // namespace regulus
