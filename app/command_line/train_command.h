// One training from files to a model file, as `train` and `demo` run it.
#pragma once

#include <functional>
#include <string>

#include "app/command_line/console.h"
#include "core/workflow/finish_training.h"

namespace regulus {

struct TrainingRun {
    TrainingOutcome outcome;
    std::vector<EpochRecord> history;
    double seconds = 0;      // of training, the judging not counted
    bool cancelled = false;  // stopped early; the outcome is the best so far
};

// Trains with an epoch's JSON line and progress on the console. Ctrl-C after the first whole epoch keeps the
// best so far, before it Cancelled is thrown.
TrainingRun run_training(Console& console, const TrainingSetup& setup, const TrainingOptions& options);

// The last JSON line, and a small table for people.
void report_training(Console& console, const TrainingSetup& setup, const TrainingRun& run,
                     const std::string& model_path);

}  // namespace regulus
