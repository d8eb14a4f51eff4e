// A training as it stands between two epochs, as plain values: it is copied, kept, restored and can be
// written to a file. Restored into a trainer of the same input and options, the training goes on to the same
// bytes.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/model/model_file.h"

namespace regulus {

// What the optimiser remembers of one tensor.
struct OptimizerMoments {
    std::int64_t steps = 0;
    WeightTensor mean, square;  // of the gradient, weighted exponentially; empty before the first step
};

struct TrainingState {
    // Tensors by their names in the model file, and "prototypes" while labels are learned.
    std::map<std::string, WeightTensor> learned;
    std::map<std::string, WeightTensor> average;  // over the last steps; empty until labels are learned
    std::map<std::string, WeightTensor> best;
    bool best_has_head = false;  // its head is fitted to it
    std::map<std::string, OptimizerMoments> moments;
    Random order{0};  // draws the order of the cells
    std::vector<std::uint8_t>
        hiding;  // state of the generator that draws hidden genes, as LibTorch writes it
    int epoch = 0, best_epoch = 0;
    double best_loss = std::numeric_limits<double>::infinity();
    bool out_of_patience = false;
    std::vector<EpochRecord> history;
};

}  // namespace regulus
