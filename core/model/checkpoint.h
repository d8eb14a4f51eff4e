// A training between two epochs in one file, so that it goes on after the program was closed, killed or cut
// off from power. A .safetensors file as a model is, with a checksum over all of it: a state that is not
// exactly the one that was written would give another model, and nobody would see it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/training_facts.h"
#include "core/model/training_state.h"

namespace regulus {

struct Checkpoint {
    std::vector<TrainingFact> training;  // what it is a state of
    TrainingState state;
    int planned = 0;      // epochs of the whole training; at least state.epoch
    double seconds = 0;   // it has taken so far
    std::string request;  // kept for whoever began the training: how to begin it again; may be ""
};

// "regulus.checkpoint": what the file's metadata call its format.
extern const std::string_view checkpoint_format;

// Written beside `path` and renamed. The same bytes for the same checkpoint. Throws Error(Storage).
void save_checkpoint(const Checkpoint& checkpoint, const std::string& path);
// Throws Error(Input) for a folder, device or pipe in the place of the file; not where nothing lies.
void check_regular(const std::string& path);
// Throws Error(Input) for what is no file, and for one that is truncated, changed in any byte, inconsistent,
// larger than 8 GiB, of another version, or no checkpoint. Whether the tensors fit a network only
// Trainer::restore() can tell.
Checkpoint load_checkpoint(const std::string& path);

// Throws Error(Usage) that says what differs, unless it is a state of the training with these facts.
void check_same_training(const Checkpoint& checkpoint, const std::vector<TrainingFact>& training,
                         const std::string& path);

}  // namespace regulus
