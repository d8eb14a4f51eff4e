// A trained model meets a dataset: genes matched by name, predictions as columns of obs.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/model/predictor.h"
#include "core/workflow/cell_uses.h"
#include "core/workflow/gene_choices.h"

namespace regulus {

struct ModelInput {
    std::string assay;
    std::string values;  // that assay, what it holds and what is made of it, for people
    std::shared_ptr<const MatrixSource> expression;  // log-normalised
    std::vector<std::string> genes;                  // one a column of expression, as the model writes them
    GeneChoice choice;                               // which names these are; .genes of them are tokens
    GeneMatch match;
    bool learned_from = false;          // these are the genes and cells that the model was trained on
    std::vector<std::string> warnings;  // tokens that the data lack, names other than the usual ones
};

// Of all ways that `genes` leaves open (columns of var, its mapping or none, spellings) takes the one that
// finds most tokens, and says so in a warning when it is not the usual one. Throws Error(Model) when none has
// half of them, saying how many were found, what either's genes are named like, and the way out; Error(Data)
// when the dataset holds scaled values only or the scale of its values is not known; Error(Usage) for a
// column that is not there. `assay` as in learning_assay(), but "" is the one named as that the model learned
// from, if there is one.
ModelInput prepare_model(const Dataset& dataset, const ModelFile& model, const GeneRequest& genes = {},
                         const std::string& assay = {});

// What a prediction adds to a dataset: obs columns regulus_prediction (categorical), regulus_probability (of
// the class predicted), regulus_assigned (the class predicted, without a value where the cell is unassigned)
// and regulus_prediction_set (classes that cannot be excluded, with | between); in place of these three
// regulus_score of a model that is not calibrated; where the model's split is known, regulus_split (train,
// validation, test, or without a value); of cells learned from, where any is out of fold (see
// predict_out_of_fold()), regulus_out_of_fold (yes, no); and the cell embedding X_regulus.
struct PredictionColumns {
    std::vector<Column> columns;
    Embedding embedding;
};
PredictionColumns prediction_columns(const ModelFile& model, const Prediction& prediction,
                                     const CellUses& uses, const CellSet& out_of_fold = {});

}  // namespace regulus
