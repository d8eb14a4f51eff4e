// Columns and maps that were made here, in a file.
#pragma once

#include <QString>
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
    // The same cells; see GroupColumns. `original`: null of numbers made here that serve as labels.
    std::shared_ptr<const Categorical> original, shown;
    GroupLook look;
};
std::vector<LookedColumn> lookedAt(const OpenedState& opened, const GroupColumns& groups);

// Those of `looked` whose colours and order a file at `path` does not take: a table of none; an AnnData file
// of columns of numbers, which stay numbers.
std::vector<std::string> looksLeftOut(const Dataset& dataset, const OwnColumns& own,
                                      const std::vector<LookedColumn>& looked, const std::string& path);
// That, for a person who would keep them; "" of no columns.
QString leftOutText(const std::vector<std::string>& columns, const std::string& path);

// What of it a file at `path` takes: the columns made here; those of `looked` that are not left out with
// their colours, and with their categories in the order that was chosen; and where groups have notes, a
// column of these, "cell_type_note". Passes over the cells: a job's work.
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
