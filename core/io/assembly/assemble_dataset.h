// A dataset of one matrix, put together from its parts. Only for the sources of core/io.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace regulus {

// Adds "Duplicate names of genes: 3, first TBCE" and "2 of 9 genes have no name" when there are any.
void warn_of_duplicates(const std::vector<std::string>& names, const std::string& what,
                        std::vector<std::string>& warnings);

// Adds a warning when nearly all of the many "cells" are empty barcodes. `path`: of the file.
void warn_of_empty_cells(const ValueFacts& facts, std::size_t cells, const std::string& path,
                         std::vector<std::string>& warnings);

// X with its annotation; repeated names are warned of. `path`: the file to open it again with; `name`: for
// people; `finite`: no value is missing, which the warnings say otherwise.
std::shared_ptr<Dataset> assemble_dataset(const std::string& path, std::string name, Table obs, Table var,
                                          std::shared_ptr<const MatrixSource> matrix,
                                          std::vector<std::string> warnings, bool finite = true);

}  // namespace regulus
