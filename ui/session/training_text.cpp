#include "ui/session/training_text.h"

#include <QObject>
#include <algorithm>

#include "ui/jobs/job_list_model.h"
#include "ui/session/training.h"
#include "ui/session/training_share.h"

namespace regulus {

QString trainingText(const TrainingProgress& training) {
    const auto of = [&](const QString& text, int epoch) {
        return text.arg(std::min(epoch, training.epochs)).arg(training.epochs);
    };
    if (training.active() && training.stopping && training.phase != TrainingPhase::Finishing)
        return QObject::tr("stopping");
    switch (training.phase) {
        case TrainingPhase::Preparing:
            return QObject::tr("preparing");
        case TrainingPhase::Running:
            return training.pausing ? of(QObject::tr("pausing after epoch %1 of %2"), training.epoch + 1)
                                    : of(QObject::tr("epoch %1 of %2"), training.epoch + 1);
        case TrainingPhase::Paused:
            return of(QObject::tr("paused after epoch %1 of %2"), training.epoch);
        case TrainingPhase::Finishing:
            return QObject::tr("testing the model");
        default:
            return {};
    }
}

QString stoppedText(const TrainingProgress& training) {
    return !training.history.empty() && training.history.back().pretraining
               ? QObject::tr("Stopped during pretraining; only the classifier learned from labels")
               : QObject::tr("Stopped; kept the best model");
}

QString trainingTimeLeft(const TrainingProgress& training, double fraction) {
    if (training.phase != TrainingPhase::Running || training.pausing || training.stopping) return {};
    const std::chrono::duration<double> since = std::chrono::steady_clock::now() - training.reported;
    const double end = epochs_end, left = std::max(0.0, end - fraction), done = fraction - training.begunAt;
    const bool known = training.begunAt >= 0 && training.begunAt < end && done >= 0;
    if (training.secondsLeft >= 0) {
        // By the work that is left rather than by the clock: an epoch that takes longer than those before
        // would seem almost done long before it is.
        return timeLeftText(known ? training.secondsLeft * left / (end - training.begunAt)
                                  : std::max(0.0, training.secondsLeft - since.count()));
    }
    // Of the first epoch a hundredth of the whole tells enough.
    return known && done >= 0.01 ? timeLeftText(since.count() * left / done) : QString();
}

}  // namespace regulus
