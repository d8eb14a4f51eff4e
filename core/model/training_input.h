// What a model is trained on.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/cell_set.h"
#include "core/base/cell_share.h"
#include "core/data/matrix_source.h"
#include "core/model/model_file.h"
#include "core/prior/regulatory_network.h"

namespace regulus {

struct TrainingInput {
    std::shared_ptr<const MatrixSource> expression;  // log-normalised, cells × genes
    CellShare share;                                 // the cells of expression that this process reads
    std::string values_checksum;                     // SHA-256 of what expression was made of; may be ""
    std::vector<std::string> genes;                  // one a column of expression, unique
    std::vector<std::int32_t> labels;                // one a cell: class, or -1 without a label
    std::vector<std::string> classes;
    // Disjoint. Labels of `train` are learned from; of `validation` they decide when to stop, or
    // are learned from as well where there is nothing to stop; `test` is not touched in any way. Cells in
    // none of the three (and those of train) serve masked pretraining, without label.
    CellSet train, validation, test;
    // One a cell, such as its donor; empty where the cells were not split by groups. What is said of how sure
    // a model is comes from groups that were not learned from.
    std::vector<std::int32_t> groups;
    RegulatoryNetwork prior;
    TrainingRecord record;  // what the caller knows: names, columns, split, seed
};

// Throws Error(Data) unless the training cells have labels of at least two classes.
void check_labels(const TrainingInput& input);

// The record of a model trained on it.
TrainingRecord record_of(const TrainingInput& input, const TrainingOptions& options,
                         const std::vector<EpochRecord>& history);

}  // namespace regulus
