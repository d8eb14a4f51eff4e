// Columns and maps that were made here, in a file.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "ui/figures/opened_dataset.h"
#include "ui/session/group_columns.h"
#include "ui/session/group_looks.h"
#include "ui/session/opened_state.h"
#include "ui/session/own_columns.h"

namespace regulus {

// A column whose groups are shown in a way that was chosen here.
struct LookedColumn {
    std::string name;
    std::shared_ptr<const Categorical> original, shown;  // the same cells; see GroupColumns
    GroupLook look;
};
std::vector<LookedColumn> lookedAt(const OpenedState& opened, const GroupColumns& groups);

// What of it a file at `path` takes: the columns made here; in an AnnData file those of `looked` with their
// colours, and with their categories in the order that was chosen; and where groups have notes, a column of
// these, "cell_type_note". Passes over the cells: a job's work.
OwnColumns columnsToWrite(const Dataset& dataset, OwnColumns own, const std::vector<LookedColumn>& looked,
                          const std::string& path);

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
