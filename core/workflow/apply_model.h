// A trained model meets a data set: genes matched by name, predictions as columns of obs.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/gene_names.h"
#include "core/model/predictor.h"

namespace regulus {

struct ModelInput {
    std::string assay;
    std::shared_ptr<const MatrixSource> expression;  // log-normalised
    std::vector<std::string> genes;                  // one a column of expression
    std::string gene_source;                         // "index" or the column of var the names came from
    GeneMatch match;
    std::vector<std::string> warnings;  // tokens that the data lack
};

// Tries the usual gene names first (or `gene_column` alone), then every text column of var, and takes the
// one with the most tokens found. Throws Error(Model) when none has half of them, saying how many were
// found; Error(Data) when the data set holds scaled values only.
// `assay` as in learning_assay(), but "" is the one named as that the model learned from, if there is one.
ModelInput prepare_model(const Dataset& dataset, const ModelFile& model, const std::string& gene_column = {},
                         const std::string& assay = {});

// What a prediction adds to a data set: obs columns regulus_prediction (categorical) and regulus_confidence
// (largest probability), and the cell embedding X_regulus.
struct PredictionColumns {
    std::vector<Column> columns;
    Embedding embedding;
};
PredictionColumns prediction_columns(const ModelFile& model, const Prediction& prediction);

}  // namespace regulus
