// What `regulus predict` writes and says of the predictions of all cells, computed at once or in parts.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/model/predictor.h"

namespace regulus {

class Console;

struct PredictionOutput {
    std::string path;      // .h5ad, or a table
    bool in_fold = false;  // no predictions out of fold
    std::string device;    // that computed them
};

// `object`: what else there is to emit, with its "warnings". Makes predictions of cells learned from those
// out of fold. Throws Cancelled, and what predict_out_of_fold() and the writers throw.
void write_prediction(const ModelFile& model, const Dataset& dataset, Prediction prediction,
                      const PredictionOutput& output, nlohmann::json object, Console& console, Job& job);

}  // namespace regulus
