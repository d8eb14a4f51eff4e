// The training loop: epoch after epoch until the training is through or somebody has seen enough, then the
// judging. Window and command line watch and steer the same loop through an observer.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "core/base/error.h"
#include "core/base/job.h"
#include "core/model/trainer.h"
#include "core/workflow/finish_training.h"
#include "core/workflow/training_checkpoints.h"
#include "core/workflow/training_setup.h"

namespace regulus {

// Share of run_training()'s progress at which the epochs are over; what follows is the judging.
inline constexpr double trained_at = 0.9;

// Told of a training and asked about it, on the thread that trains; stop_wanted() from any thread.
class TrainingObserver {
  public:
    TrainingObserver() = default;
    TrainingObserver(const TrainingObserver&) = delete;
    TrainingObserver& operator=(const TrainingObserver&) = delete;
    virtual ~TrainingObserver() = default;

    // Whether to end now with the best so far. Asked between epochs, and as often as a job is asked for its
    // cancellation within one: an epoch that has begun is then dropped.
    virtual bool stop_wanted() const noexcept { return false; }
    virtual void started(const Trainer&) {}             // its epoch() is more than 0 where it was resumed
    virtual void before_epoch(const Trainer&, Job&) {}  // may wait: a pause
    // A place for pictures. A checkpoint that was due is written. `seconds`: of all epochs so far, this
    // observer not counted.
    virtual void after_epoch(Trainer&, double /*seconds*/, Job&) {}
    virtual void finishing(const Trainer&, bool /*stopped*/) {}
    // A checkpoint could not be written, or not be removed. The training goes on without; told once.
    virtual void checkpoint_failed(const Error&) {}
    // Of a training that was cancelled: nobody wants to resume it.
    virtual bool discarded() const noexcept { return false; }
};

// Who makes the trainer and who judges; tests hand in small ones.
struct TrainingParts {
    std::function<std::unique_ptr<Trainer>(TrainingInput, TrainingOptions, Job&)> make;
    std::function<TrainingOutcome(Trainer&, const TrainingSetup&, double, bool, Job&)> finish;

    static TrainingParts standard();  // Trainer::create, finish_training
};

struct TrainingRun {
    TrainingOutcome outcome;
    std::vector<EpochRecord> history;
    double seconds = 0;  // of making the trainer and of the epochs; pauses, pictures and judging not counted
    int resumed = 0;     // epochs that a checkpoint had; their seconds are among `seconds`
    bool stopped = false;  // before it was through; the outcome is the best so far
};

// Throws what Trainer, finish_training() and TrainingCheckpoints throw. Cancelled: by the job at any time, or
// because a stop was wanted before the first epoch was done; what is kept then is the checkpoint. The caller
// removes it once it has written the model.
TrainingRun run_training(const TrainingParts& parts, const TrainingSetup& setup,
                         const TrainingOptions& options, TrainingObserver& observer, Job& job,
                         const CheckpointOptions& checkpoints = {});

}  // namespace regulus
