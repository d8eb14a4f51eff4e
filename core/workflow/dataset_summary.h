// What is in an opened data set, and what a prior can do with it: the preview before anything heavy.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/data/gene_names.h"
#include "core/prior/coverage.h"
#include "core/workflow/labels.h"

namespace regulus {

struct DatasetSummary {
    std::size_t cells = 0, genes = 0;   // genes of the first assay
    std::vector<ColumnGuess> labels;    // best guess first
    std::vector<ColumnGuess> batches;   // donors first
    GeneNames gene_names;               // of the modelling assay, or of the first when none can serve
    std::string modelling_assay;        // "" when nothing can be modelled: only scaled values
    std::vector<std::string> warnings;  // the data set's own and those found here
};

// `gene_column` as in gene_names(). Throws Error(Usage) for a gene column that is not there.
DatasetSummary summarise(const Dataset& dataset, const std::string& gene_column = {});

// Which names of the genes meet the prior best, when the usual choice meets it badly.
struct PriorMatch {
    Coverage coverage;
    // Column of var (or "index") whose names would use at least twice as many edges; "" when there is none.
    std::string better_column;
    // A sentence on what is wrong and the way out; "" when at least one edge can be used.
    std::string problem;
};
PriorMatch match_prior(const Dataset& dataset, const GeneNames& genes, const RegulatoryNetwork& prior);

}  // namespace regulus
