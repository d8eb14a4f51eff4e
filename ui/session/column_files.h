// Columns and maps that were made here, in a file.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "ui/figures/opened_dataset.h"
#include "ui/session/own_columns.h"

namespace regulus {

// The maps among `shown` that are not of the file, under names that the dataset has not: X_umap,
// X_umap_model, X_umap_ and what the person called it.
std::vector<Embedding> madeMaps(const Dataset& dataset,
                                const std::vector<std::shared_ptr<const ShownEmbedding>>& shown);

// A new AnnData file where `path` ends with .h5ad, with all that the dataset holds; else a table of cells,
// columns and places on the maps (empty where a cell has none), tabs where it ends with .tsv or .txt. Returns
// what a person should know. Throws what write_with_results() and CsvWriter throw; Cancelled.
std::vector<std::string> writeColumns(const Dataset& dataset, const OwnColumns& columns,
                                      const std::vector<Embedding>& maps, const std::string& path, Job& job);

}  // namespace regulus
