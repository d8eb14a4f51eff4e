// Trains scTransformer. The work is resumable epoch by epoch, so that the caller owns pausing, live pictures
// and checkpoints. A model that reads genes is trained by the Torch module, opened on first use.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/model/model_file.h"
#include "core/model/training_input.h"
#include "core/model/training_state.h"

namespace regulus {

struct TrainingCost {
    double seconds = 0;  // whole training, measured on this computer with a few steps
    double peak_mb = 0;  // of the program, these steps included
};

class Trainer {
  public:
    virtual ~Trainer() = default;

    // Chooses tokens and first weights on cells outside validation and test; a model that reads regulons is
    // made here, and has no epochs. Throws Error: Data (no overlap with the prior, fewer than two classes
    // among train), Usage, Memory.
    static std::unique_ptr<Trainer> create(TrainingInput input, TrainingOptions options, Job& job);

    virtual int epochs() const = 0;     // planned, pretraining included
    virtual int epoch() const = 0;      // done
    virtual bool finished() const = 0;  // all epochs done or patience over
    // Trains until that epoch is done or it is finished. A cancel, or an error, leaves everything as after
    // the last whole epoch. job's 0..1 is from the present epoch to `until`.
    virtual void run_until(int until, Job& job) = 0;

    virtual const std::vector<EpochRecord>& history() const = 0;
    virtual Matrix embedding(Job& job) = 0;  // all cells × width, of the model as it is now
    virtual ModelFile best() = 0;            // the best by validation so far; after 0 epochs, the warm start
    // Estimate for all planned epochs; leaves everything as it was.
    virtual TrainingCost cost() = 0;

    // Everything that the next epoch depends on, and putting it back: into this trainer or another one made
    // from the same input and options. A state that cannot be one of this training throws Error(Input), and
    // leaves a trainer that is of no use.
    virtual TrainingState state() const = 0;
    virtual void restore(const TrainingState& state) = 0;
};

}  // namespace regulus
