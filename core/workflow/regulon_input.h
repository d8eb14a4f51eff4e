// A prior meets a dataset without a model: the regulons among its genes, and the values they are read from.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/regulons/regulon_set.h"
#include "core/workflow/gene_choices.h"

namespace regulus {

struct RegulonRequest {
    GeneRequest genes;
    std::string assay;  // as in learning_assay()
    RegulonOptions regulons;
};

struct RegulonInput {
    std::string assay;
    std::string values;  // that assay, what it holds and what is made of it, for people
    std::shared_ptr<const MatrixSource> expression;  // log-normalised
    std::vector<std::string> genes;                  // one a column of expression, as the prior writes them
    GeneChoice choice;                               // which names these are
    RegulonSet regulons;
    std::vector<std::string> warnings;
};

// Throws Error(Usage) for a column or an assay that is not there; Error(Data) when no model can learn from
// the values, no edge of the prior joins two genes, or no TF has enough targets.
RegulonInput prepare_regulons(const Dataset& dataset, const RegulatoryNetwork& prior,
                              const RegulonRequest& request);

}  // namespace regulus
