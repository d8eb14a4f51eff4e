// Maps of cells as files: a table, or obsm of a new .h5ad.
#pragma once

#include <string>
#include <vector>

#include "app/command_line/options/choose_cells.h"
#include "core/base/job.h"
#include "core/data/dataset.h"

namespace regulus {

class Console;

// Throws Error(Usage) for a name of another kind of file, Error(Storage) where it cannot be made.
void check_map_output(const std::string& out);

// A map takes the place of none of the file. `given`: the name that was asked for, "" for none; `name`: the
// one it gets. Throws Error(Usage).
void check_map_name(const Dataset& dataset, const std::string& out, const std::string& given,
                    const std::string& name);

// `map`, and `columns` of obs beside it, one row a cell of `part`; in an .h5ad other cells have no place and
// no value. Throws what the writers throw.
void write_map(const Dataset& dataset, const DatasetPart& part, const Embedding& map,
               const std::vector<Column>& columns, const std::string& out, Console& console, Job& job);

}  // namespace regulus
