// Keeps a training in a file while it runs, and takes it up from there. The rule: at the end of an epoch when
// 30 seconds have passed since the last time, after the last epoch, and whenever a training is interrupted
// in a way that leaves time to. So a kill costs at most 30 seconds and one epoch.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/io/files/file_lock.h"
#include "core/model/checkpoint.h"
#include "core/model/trainer.h"

namespace regulus {

class TrainingObserver;

struct CheckpointOptions {
    std::string path;     // of the file; "" keeps nothing
    double every = 30;    // seconds between two, at least; 0: after every epoch
    bool resume = false;  // goes on from the file where there is one, else a file there is an Error(Usage)
    bool writes = true;   // false: reads alone, as ranks but the first do
    std::string request;  // kept in the file, see Checkpoint
};

// "m.checkpoint.safetensors" of the model file "m.safetensors".
std::string checkpoint_beside(const std::string& model_path);

bool has_checkpoint(const std::string& path);     // something lies there, be it no file
bool checkpoint_in_use(const std::string& path);  // a training that runs, here or elsewhere, writes it
// Throws Error(Usage) when there is a file that nobody wants to go on from, which is not overwritten unasked,
// or one that another training writes.
void check_unused(const CheckpointOptions& options);

class TrainingCheckpoints {
  public:
    // Reads the file that is to be gone on from. Throws what check_unused(), load_checkpoint() and
    // check_same_training() throw.
    TrainingCheckpoints(CheckpointOptions options, const TrainingInput& input,
                        const TrainingOptions& training, TrainingObserver& observer);

    // Puts the trainer where the file says it was, if there was one. The seconds that its epochs took.
    // Throws Error(Input).
    double restore(Trainer& trainer);

    // Writes when it is due. What cannot be written is told to the observer, once; the training goes on.
    void epoch_done(const Trainer& trainer, double seconds);
    // Writes what has not been written yet (null: nothing), or, where the training was discarded, removes the
    // file.
    void interrupted(const Trainer* trainer, double seconds);

  private:
    void save(const Trainer& trainer, double seconds);

    CheckpointOptions m_options;
    TrainingObserver& m_observer;
    std::vector<TrainingFact> m_training;
    std::optional<Checkpoint> m_from;
    std::optional<FileLock> m_lock;  // of the file, while the training runs
    int m_saved = 0;                 // epochs that are in the file
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();
    bool m_failed = false;
};

// When the model has been written, or nobody wants it. Without a file, or a path, nothing happens. Throws
// Error(Storage).
void remove_checkpoint(const std::string& path);

}  // namespace regulus
