// What a filter of cells and genes leaves of a dataset, as a dataset of its own.
#pragma once

#include <string>

#include "core/data/dataset.h"
#include "core/workflow/quality_control.h"

namespace regulus {

// Views of the named cells (in range, ascending), as a dataset of its own: every assay, embedding and graph,
// nothing copied but annotation and embeddings. It no longer is the file it was read from: `extendable` is
// false.
Dataset dataset_of_cells(const Dataset& dataset, const std::vector<std::uint32_t>& cells);

// Views of the cells and genes that `report` keeps: the cells as dataset_of_cells(); the assay that was
// looked at and all that share its genes have the kept genes, the others (raw beside X) all of theirs, as
// when anndata is indexed by genes. The var of the former gets the columns of gene_columns() over the kept
// cells and, where variable genes were asked for, highly_variable and what scanpy writes beside it; columns
// of the same name are replaced.
Dataset filtered_dataset(const Dataset& dataset, const QualityReport& report);

// What qc adds to obs: cell_columns() over all cells, and whether a cell is kept (regulus_kept).
std::vector<Column> quality_columns(const QualityReport& report);

// highly_variable, means, dispersions, ... : one value a gene of report.genes.kept. Empty without variable
// genes.
std::vector<Column> variable_columns(const QualityReport& report);

}  // namespace regulus
