// What a model says about a dataset, kept together for whoever shows it. Immutable once made; shared with
// jobs.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/interpret/regulon_attention.h"
#include "core/model/calibration.h"
#include "core/model/model_file.h"
#include "core/model/predictor.h"
#include "core/workflow/apply_model.h"
#include "core/workflow/cell_uses.h"
#include "core/workflow/fold_heads.h"

namespace regulus {

// What every read-out needs. A Predictor is used by one thread at a time.
struct ModelContext {
    std::shared_ptr<const ModelFile> model;
    std::shared_ptr<Predictor> predictor;
    ModelInput input;  // expression and match, as Predictor and core/interpret take them
};

// Predictions for all cells.
struct ModelResults {
    Prediction prediction;                // rows are the dataset's cells
    std::vector<std::int32_t> predicted;  // class of each cell
    std::vector<float> confidence;        // probability of that class, or score without a calibration
    std::shared_ptr<const Calibration> calibration;  // the model's; null: scores are no probabilities
    std::vector<Assignment> assignments;             // of each cell; empty without a calibration
    std::vector<std::size_t> class_sizes;            // as group_sizes() of `predicted`
    bool learned_here = false;                       // trained in this session
    CellUses uses;                                   // what the model was trained on among these cells
    CellSet out_of_fold;  // of those, the cells that are judged by a fit on others: see
                          // predict_out_of_fold(); empty universe: none
    std::shared_ptr<const FoldHeads> fold_heads;  // that judge them; null: none, or not known
    std::vector<std::string> drift;  // how the cells differ as a whole from those learned from, in a person's
                                     // words: see data_drift(); empty where they do not, or were learned from

    // Cells that the model learned from and that are judged by what it learned of them.
    CellSet in_fold() const;
};

ModelResults model_results(Prediction prediction, std::shared_ptr<const Calibration> calibration = nullptr);

// Regulon read-outs for all cells, for a sample of a huge dataset, or for the first few while the rest is
// being read.
struct RegulonResults {
    RegulonAttention regulons;
    std::vector<std::int32_t> row_of_cell;  // one a cell: row of the matrices, -1 where it was not sampled
    bool sampled = false;                   // some cells have no row
    bool preliminary = false;               // those are being read

    int column(const std::string& tf) const;  // -1: the model has no such TF
};

// Read-outs of the cells `attention.rows` of `cells`.
RegulonResults regulon_results(RegulonAttention attention, std::size_t cells, bool preliminary = false);

std::vector<std::uint32_t> all_cells(std::size_t cells);  // 0, 1, ...

// The cells whose regulons are read: all of them, or a sample of more than 50,000, the same every time.
std::vector<std::uint32_t> regulon_cells(std::size_t cells);

// `most` cells or fewer, in order: every group of `codes` (one a cell; -1 is a group as well; empty: one
// group) with its share and at least a few, spread evenly over it. The same every time.
std::vector<std::uint32_t> first_cells(std::size_t cells, std::span<const std::int32_t> codes,
                                       std::size_t most);

}  // namespace regulus
