// What is in an opened dataset: the preview before anything heavy. For how it meets a prior see
// prior_match.h.
#pragma once

#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/workflow/gene_choices.h"
#include "core/workflow/labels.h"

namespace regulus {

struct DatasetSummary {
    std::size_t cells = 0, genes = 0;  // genes of the first assay
    std::vector<ColumnGuess> labels;   // best guess first
    std::vector<ColumnGuess> batches;  // donors first
    // Of the modelling assay, or of the first when none can serve; through the mapping, if there is one.
    GeneNames gene_names;
    GeneChoice gene_choice;             // how the mapping went
    std::string modelling_assay;        // "" when nothing can be modelled: only scaled values
    std::vector<std::string> warnings;  // the dataset's own and those found here
};

// Throws Error(Usage) for a gene column that is not there.
DatasetSummary summarise(const Dataset& dataset, const GeneRequest& genes = {});

}  // namespace regulus
