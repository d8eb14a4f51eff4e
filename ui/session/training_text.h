// What is said of a training, wherever it shows: the panel and the status bar are never of two minds.
#pragma once

#include <QString>

namespace regulus {

struct TrainingProgress;

// "epoch 4 of 7" (the one that runs), "pausing after epoch 4 of 7", "paused after epoch 4 of 7", "preparing";
// empty when nothing trains.
QString trainingText(const TrainingProgress& training);
// Of one that was stopped: what it has learned by then.
QString stoppedText(const TrainingProgress& training);
// Of the epochs; runs down between reports as the job goes on, whose share `fraction` is done (-1: not
// known). Empty when not known, and while nothing moves.
QString trainingTimeLeft(const TrainingProgress& training, double fraction);

}  // namespace regulus
