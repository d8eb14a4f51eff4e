// A training that came to no end: the program was closed, killed or broke down. Its checkpoint lies in a
// folder of the person's own, under a name that the cells and genes of its dataset give, so that the same
// data find it again from wherever they are opened.
#pragma once

#include <QString>
#include <optional>
#include <string>

#include "core/data/dataset.h"
#include "ui/session/training.h"

namespace regulus {

struct InterruptedTraining {
    std::string path;           // of the checkpoint
    TrainRequest request;       // as it was begun; names of genes and prior are those of the session
    int epoch = 0, epochs = 0;  // done; planned
    bool finished = false;      // no epoch is left: its model was not saved
    QString prior;
};

// Hashes all names. "" without a folder.
std::string checkpointPath(const std::string& folder, const Dataset& dataset);

// What lies at checkpointPath(), unless another window is training it. Throws Error(Input) for a file that is
// damaged or not from the window.
std::optional<InterruptedTraining> interruptedTraining(const std::string& folder, const Dataset& dataset);

// The request as text, for Checkpoint::request.
std::string requestText(const TrainRequest& request);

// "after epoch 3 of 16", "after its last epoch, before the model was saved".
QString epochsText(const InterruptedTraining& training);

}  // namespace regulus
