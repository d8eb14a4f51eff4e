// What parts of one result must have in common.
#pragma once

#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/matrix_source.h"
#include "core/model/training_facts.h"
#include "core/prior/regulatory_network.h"
#include "core/workflow/gene_choices.h"

namespace regulus {

// The cells and genes, by their names.
TrainingFact data_fact(const Dataset& dataset);

// Of 64 cells what X, raw and layers hold. Throws what reading throws, Cancelled.
TrainingFact stored_fact(const Dataset& dataset, Job& job);

// Throws Error(Input) when the file cannot be read, Cancelled.
TrainingFact model_fact(const std::string& path, Job& job);

TrainingFact prior_fact(const RegulatoryNetwork& prior);

// Program, data, and the values as they are read: `values` in words, of 64 cells themselves, by `genes`.
// Throws what reading throws, Cancelled.
std::vector<TrainingFact> input_facts(const Dataset& dataset, const MatrixSource& expression,
                                      const std::string& values, const std::vector<std::string>& genes,
                                      const GeneChoice& choice, Job& job);

}  // namespace regulus
