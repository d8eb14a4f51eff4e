#include "ui/session/training_text.h"

#include <QObject>
#include <algorithm>

#include "ui/jobs/job_list_model.h"
#include "ui/session/training.h"

namespace regulus {

QString trainingText(const TrainingProgress& training) {
    const auto of = [&](const QString& text, int epoch) {
        return text.arg(std::min(epoch, training.epochs)).arg(training.epochs);
    };
    if (training.active() && training.stopping) return QObject::tr("stopping");
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

QString trainingTimeLeft(const TrainingProgress& training, double fraction) {
    if (training.phase != TrainingPhase::Running || training.pausing || training.stopping) return {};
    const std::chrono::duration<double> since = std::chrono::steady_clock::now() - training.reported;
    if (training.secondsLeft >= 0) return timeLeftText(std::max(0.0, training.secondsLeft - since.count()));
    // Of the first epoch a hundredth of the whole tells enough.
    const double done = fraction - training.begunAt;
    if (training.begunAt < 0 || done < 0.01) return {};
    return timeLeftText(since.count() * (1 - fraction) / done);
}

}  // namespace regulus
