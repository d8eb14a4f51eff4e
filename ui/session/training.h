// A training as the window runs it: what was asked for, and how it stands.
#pragma once

#include <QString>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/data/matrix.h"
#include "core/model/model_config.h"
#include "core/model/model_file.h"
#include "core/workflow/training_setup.h"

namespace regulus {

struct TrainRequest {
    TrainingRequest data;     // label column, column to split by, label fraction, seeds of split and draw
    TrainingOptions options;  // mask, sizes, epochs, the other seeds
    Preset preset = Preset::Standard;
    bool resume = false;  // goes on from the checkpoint of the dataset
};

enum class TrainingPhase { None, Preparing, Running, Paused, Finishing, Done, Stopped, Failed };

struct TrainingProgress {
    TrainingPhase phase = TrainingPhase::None;
    TrainRequest request;
    int epoch = 0, epochs = 0;  // finished; planned
    // Asked for; the epoch that runs comes to its end first.
    bool pausing = false;
    bool stopping = false;
    double secondsLeft = -1;  // as of the last report; -1 before the first epoch is done
    std::chrono::steady_clock::time_point reported;
    double begunAt = -1;  // the job's share done when the epoch that runs began; -1 when not known
    std::vector<EpochRecord> history;

    // The embedding as it forms: cells × 2, principal plane of the model's cell embedding, turned so that it
    // follows the snapshot before. Null until the first one.
    std::shared_ptr<const Matrix> snapshot;
    int snapshotEpoch = 0;  // 0: of the model that was kept

    // Done: accuracy, macro_f1, silhouette, baseline_accuracy, ... as in TrainingRecord::metrics.
    std::map<std::string, double> metrics;
    std::vector<std::string> warnings;  // what was odd about labels or split, in a person's words
    QString problem;  // Failed: what happened, one line; None: why a training that was stopped left nothing

    bool active() const {
        return phase == TrainingPhase::Preparing || phase == TrainingPhase::Running ||
               phase == TrainingPhase::Paused || phase == TrainingPhase::Finishing;
    }
};

}  // namespace regulus
