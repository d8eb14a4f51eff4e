// Columns that were made here, in a file.
#pragma once

#include <string>
#include <vector>

#include "core/base/job.h"
#include "ui/session/own_columns.h"

namespace regulus {

// A new AnnData file where `path` ends with .h5ad, with all that the dataset holds; else a table of cells and
// columns, tabs where it ends with .tsv or .txt. Returns what a person should know. Throws what
// write_with_results() and CsvWriter throw; Cancelled.
std::vector<std::string> writeColumns(const Dataset& dataset, const OwnColumns& columns,
                                      const std::string& path, Job& job);

}  // namespace regulus
