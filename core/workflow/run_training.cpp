#include "core/workflow/run_training.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "core/workflow/same_on_ranks.h"

namespace regulus {
namespace {

// Share of the whole job's progress; making the trainer is short beside epochs, where there are some.
double made_at(const TrainingOptions& options) {
    return options.model.read == ReadMode::Regulons ? trained_at : 0.05;
}

class Stopwatch {
  public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_begin).count();
    }

  private:
    std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
};

// A part of the whole job, which also ends when the observer wants to stop.
class StoppableJob final : public Job {
  public:
    StoppableJob(Job& whole, const TrainingObserver& observer, double begin, double end,
                 std::string stage = {})
        : m_whole(whole), m_observer(observer), m_begin(begin), m_end(end), m_stage(std::move(stage)) {}
    void progress(double fraction, std::string_view stage) override {
        m_whole.progress(m_begin + fraction * (m_end - m_begin), m_stage.empty() ? stage : m_stage);
    }
    bool cancelled() const noexcept override { return m_whole.cancelled() || m_observer.stop_wanted(); }
    void cancel() noexcept override { m_whole.cancel(); }

  private:
    Job& m_whole;
    const TrainingObserver& m_observer;
    double m_begin, m_end;
    std::string m_stage;
};

// Returns false when the observer wanted to stop; `seconds` grows by what the epochs took.
bool train(Trainer& trainer, TrainingObserver& observer, TrainingCheckpoints& checkpoints, double made,
           double& seconds, Job& job) {
    const double share = (trained_at - made) / std::max(1, trainer.epochs());
    while (!trainer.finished()) {
        observer.before_epoch(trainer, job);
        job.checkpoint();
        if (observer.stop_wanted()) return false;
        const int done = trainer.epoch();
        StoppableJob epoch(job, observer, made + share * done, made + share * (done + 1),
                           fmt::format("epoch {}/{}", done + 1, trainer.epochs()));
        const Stopwatch watch;
        try {
            trainer.run_until(done + 1, epoch);
        } catch (const Cancelled&) {
            job.checkpoint();  // a real cancel
            seconds += watch.seconds();
            return false;
        }
        seconds += watch.seconds();
        if (trainer.epoch() == done) continue;
        checkpoints.epoch_done(trainer, seconds);
        observer.after_epoch(trainer, seconds, job);
    }
    return true;
}

// All ranks read the same checkpoint, or none.
void check_same_epoch(int epoch, Ranks& ranks) {
    const std::vector<std::string> epochs = ranks.gather(std::to_string(epoch));
    for (std::size_t r = 1; r < epochs.size(); ++r) {
        if (epochs[r] == epochs[0]) continue;
        throw Error(
            ErrorKind::Input,
            fmt::format("Rank {} would go on after epoch {}, rank 0 after epoch {}", r, epochs[r], epochs[0]),
            {}, "Put the model and its checkpoint into a folder that all machines share");
    }
}

}  // namespace

TrainingParts TrainingParts::standard() {
    return {&Trainer::create, &finish_training};
}

TrainingRun run_training(const TrainingParts& parts, const TrainingSetup& setup,
                         const TrainingOptions& options, TrainingObserver& observer, Job& job,
                         const CheckpointOptions& checkpoints) {
    TrainingRun run;
    require_same(training_facts(setup.input, options), setup.input.share.ranks());
    TrainingCheckpoints kept(checkpoints, setup.input, options, observer);
    std::unique_ptr<Trainer> trainer;
    double epochs = 0;
    try {
        const Stopwatch watch;
        StoppableJob making(job, observer, 0, made_at(options));
        trainer = parts.make(setup.input, options, making);
        const double made = watch.seconds();
        epochs = kept.restore(*trainer);
        run.resumed = trainer->epoch();
        check_same_epoch(run.resumed, setup.input.share.ranks());
        observer.started(*trainer);
        run.stopped = !train(*trainer, observer, kept, made_at(options), epochs, job);
        if (run.stopped) kept.interrupted(trainer.get(), epochs);
        if (run.stopped && trainer->epoch() == 0) throw Cancelled();
        run.seconds = made + epochs;
        run.history = trainer->history();
        observer.finishing(*trainer, run.stopped);
        PartJob rest(job, trained_at, 1);
        run.outcome = parts.finish(*trainer, setup, run.seconds, run.stopped, rest);
    } catch (...) {
        kept.interrupted(trainer.get(), epochs);
        throw;
    }
    return run;
}

}  // namespace regulus
