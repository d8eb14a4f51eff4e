// How well what a model reads of TFs agrees with the textbook, as numbers for its record.
#pragma once

#include <map>
#include <span>
#include <string>

#include "core/base/cell_share.h"
#include "core/evaluate/lineage_tfs.h"
#include "core/workflow/tf_reading.h"

namespace regulus {

// Mean percentile of the lineage TFs of each class of `labels` (class or -1, one a cell) among all TFs, by
// the class's mean over its cells: "reading" by attention (of its logarithm), "reading_mrna",
// "reading_activity", "reading_effect", and "reading_pairs", how many TFs of classes that is. Empty where
// fewer than two classes are in the table. Of at most 5,000 cells,
// which all ranks have in memory where there are several.
// Throws what read_tfs() throws.
std::map<std::string, double> textbook_reading(const TfReader& reader, const MatrixSource& expression,
                                               std::span<const std::int32_t> labels,
                                               std::span<const std::string> classes,
                                               const LineageTable& table, Job& job,
                                               const CellShare& share = {});

}  // namespace regulus
