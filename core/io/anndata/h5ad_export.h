// Any opened dataset as a new AnnData file: results beside what they were computed from, whatever kind of
// file that was, and conversion for other programs.
#pragma once

#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/io/anndata/h5ad_writer.h"

namespace regulus {

// Writes `dataset` with more columns of obs, arrays and tables of obsm, and rankings of uns; those of the
// same name are replaced. An AnnData file of 0.7 or newer is copied whole, with everything Regulus does not
// know, and then extended; of any other kind what was read is written: X and layers, raw, obs, var, obsm,
// obsp, colours. Whole numbers, their width, categories of numbers and their order come back as they were
// read. What had to be given another name in the new file is returned, in a person's words. Memory: a block
// of cells. `target` may exist and is then replaced. Throws Error(Usage) when target is the dataset's own
// file or a column has the name of the index; Error(Data) when rows do not agree in number; Error(Storage);
// what reading throws; Cancelled. In all these cases `target` is what it was.
std::vector<std::string> write_with_results(const Dataset& dataset, const std::string& target,
                                            const std::vector<Column>& columns,
                                            const std::vector<Embedding>& embeddings, Job& job,
                                            const std::vector<CellTable>& tables = {},
                                            const std::vector<GeneRanking>& rankings = {});

}  // namespace regulus
