// core/workflow's training loop as the window runs it: pause, stop, and pictures of the embedding as it
// forms.
#pragma once

#include <QString>
#include <atomic>
#include <functional>
#include <memory>

#include "core/base/job.h"
#include "core/workflow/apply_model.h"
#include "core/workflow/model_results.h"
#include "ui/session/engine.h"
#include "ui/session/training.h"

namespace regulus {

// How the GUI thread steers a training. Thread: any.
struct TrainingControl {
    std::atomic<bool> paused{false};
    // Ends after the last whole epoch and keeps the best so far; before the first, like a cancel.
    std::atomic<bool> stop{false};
    // What is cancelled then is of no use to anyone: its checkpoint goes, too.
    std::atomic<bool> discard{false};
};

// What the training thread tells; every field is the present state.
struct TrainingReport {
    TrainingPhase phase = TrainingPhase::Preparing;
    int epoch = 0, epochs = 0;
    double secondsLeft = -1;
    std::vector<EpochRecord> history;
    std::shared_ptr<const Matrix> snapshot;  // null: no new one
    QString notice;                          // what a person should know; the training goes on
};

struct TrainedModel {
    std::shared_ptr<const ModelFile> model;
    std::shared_ptr<const ModelContext> context;
    std::shared_ptr<const ModelResults> results;
    std::shared_ptr<const Labels> labels;  // what was learned
    std::vector<std::string> warnings;
    std::string checkpoint;  // of no use once the model is saved or let go; "" where there is none
};

// Calls `report` from this thread after every step. Throws what the parts throw; Cancelled keeps nothing.
TrainedModel runTraining(const Engine& engine, const Dataset& dataset, const RegulatoryNetwork& prior,
                         const TrainRequest& request, TrainingControl& control,
                         const std::function<void(const TrainingReport&)>& report, Job& job);

}  // namespace regulus
