// What `regulus qc` writes: tables of cells and genes, and the dataset itself.
#pragma once

#include <string>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/workflow/quality_control.h"

namespace regulus {

// One row a cell or gene of the dataset, with a column `kept`; scanpy's names. Throw Error(Storage).
void write_cells(const std::string& path, const Dataset& dataset, const QualityReport& report);
void write_genes(const std::string& path, const Table& var, const QualityReport& report);

// The dataset as .h5ad with the quality of its cells in obs: all of it, and whether a cell is kept
// (regulus_kept), or with `filter` what is kept alone; see filtered_dataset(). Throws what
// write_with_results() throws, and returns what that returns.
std::vector<std::string> write_data(const std::string& path, const Dataset& dataset,
                                    const QualityReport& report, bool filter, Job& job);

}  // namespace regulus
