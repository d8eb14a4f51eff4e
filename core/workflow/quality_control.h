// Quality, filters and highly variable genes of a dataset, as one job: what `regulus qc` and the window do.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/stats/cell_quality.h"
#include "core/stats/highly_variable.h"

namespace regulus {

struct QualityRequest {
    std::string assay;  // "" for the usual choice: see modelling_assay()
    CellFilter cells;
    std::size_t min_cells = 0;                // cells that are kept and have a gene, for the gene to be kept
    std::optional<VariableOptions> variable;  // among the cells and genes that are kept
    std::string batch_column;                 // of obs; "" for none
};

struct QualityReport {
    std::string assay;
    ValueKind kind = ValueKind::Empty;
    MitochondrialGenes mitochondrial;
    CellQuality all;   // over all cells
    CellQuality kept;  // genes over the cells that are kept; `all` when none was removed
    FilteredCells cells;
    FilteredGenes genes;
    std::optional<VariableGenes> variable;  // one value a gene of genes.kept, in that order
    std::vector<std::string> warnings;
};

// One pass over the data; one more when cells were removed, and one or two for highly variable genes. Throws
// Error(Usage) for an assay or a column that is not there, Error(Data) when nothing is left or values cannot
// serve, Cancelled; what the source throws.
QualityReport quality_control(const Dataset& dataset, const QualityRequest& request, Job& job);

}  // namespace regulus
