// A model meets the dataset that is open: the regulons of a few cells first, so that there is something to
// see within a second or two, then every prediction, then the regulons of all cells.
#pragma once

#include <functional>
#include <memory>

#include "core/base/job.h"
#include "core/workflow/model_results.h"
#include "core/workflow/tf_results.h"
#include "ui/session/engine.h"
#include "ui/session/own_columns.h"

namespace regulus {

// What a reading has found by now; null where there is nothing new.
struct ModelNews {
    std::shared_ptr<const ModelContext> context = {};
    std::shared_ptr<const ModelResults> results = {};
    std::shared_ptr<const RegulonResults> regulons = {};
    std::shared_ptr<const TfResults> tfs = {};
};

struct ModelReading {
    std::shared_ptr<const Dataset> dataset = {};
    OwnColumns own = {};                        // the labels that a model was trained on may be one of them
    std::shared_ptr<const Labels> labels = {};  // each gets its share of the first cells; may be null
    std::string assay = {};                     // "" for the usual choice
    std::shared_ptr<const ModelFile> model = {};
    std::shared_ptr<const ModelContext> context = {};  // null: the model is to be opened first
    std::shared_ptr<const ModelResults> results = {};  // null: the cells are to be predicted
    bool learnedHere = false;                          // see ModelResults
};

// Calls `tell` from this thread whenever a part is there; the regulons of all cells come last. Throws what
// the engine and prepare_model() throw. Thread: the model's.
void readModel(const Engine& engine, const ModelReading& reading,
               const std::function<void(const ModelNews&)>& tell, Job& job);

}  // namespace regulus
