// One training from files to a model file, as `train` and `demo` run it.
#pragma once

#include <string>
#include <vector>

#include "app/command_line/console.h"
#include "core/evaluate/left_out_classes.h"
#include "core/workflow/run_training.h"

namespace regulus {

// Trains with an epoch's JSON line and progress on the console. Ctrl-C after the first whole epoch ends with
// the best so far (run.stopped: the caller is to throw Cancelled when that is kept), before it Cancelled is
// thrown.
TrainingRun train_on_console(Console& console, const TrainingSetup& setup, const TrainingOptions& options,
                             const CheckpointOptions& checkpoints = {});

// The last JSON line, and a small table for people. `left_out`: where that was asked for.
void report_training(Console& console, const TrainingSetup& setup, const TrainingRun& run,
                     const std::string& model_path, const std::vector<LeftOutClass>& left_out = {});

}  // namespace regulus
