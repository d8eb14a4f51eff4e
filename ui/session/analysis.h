// What a model says about the data set that is open. Immutable once made; shared with jobs.
#pragma once

#include <QString>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/cell_set.h"
#include "core/interpret/regulon_attention.h"
#include "core/model/model_file.h"
#include "core/model/predictor.h"
#include "core/workflow/apply_model.h"
#include "core/workflow/cell_uses.h"
#include "core/workflow/finish_training.h"

namespace regulus {

// What every read-out needs. A Predictor is used by one thread at a time: only in jobs on Lane::Model.
struct ModelContext {
    std::shared_ptr<const ModelFile> model;
    std::shared_ptr<Predictor> predictor;
    ModelInput input;  // expression and match, as Predictor and core/interpret take them
};

// Predictions for all cells.
struct ModelResults {
    Prediction prediction;                // rows are the data set's cells
    std::vector<std::int32_t> predicted;  // class of each cell
    std::vector<float> confidence;        // probability of that class
    std::vector<std::size_t> classSizes;  // as group_sizes() of `predicted`
    bool learnedHere = false;             // trained in this session
    CellUses uses;                        // what the model was trained on among these cells
};

ModelResults modelResults(Prediction prediction);

// Regulon read-outs for all cells, for a sample of a huge data set, or for the first few while the rest is
// being read.
struct RegulonResults {
    RegulonAttention regulons;
    std::vector<std::int32_t> rowOfCell;  // one a cell: row of the matrices, -1 where it was not sampled
    bool sampled = false;                 // some cells have no row
    bool preliminary = false;             // those are being read
    // "400 of 2,638 cells so far", "50,000 of 1,000,000 cells"; empty when all were read. Goes wherever
    // numbers from these cells are shown.
    QString extent() const;
    int column(const std::string& tf) const;  // -1: the model has no such TF
};

}  // namespace regulus
