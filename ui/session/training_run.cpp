#include "ui/session/training_run.h"

#include <chrono>
#include <limits>
#include <thread>

#include "ui/session/principal_plane.h"

namespace regulus {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point from) {
    return std::chrono::duration<double>(Clock::now() - from).count();
}

// The whole job, which also ends when the person asks to stop with what there is.
class EpochJob final : public Job {
  public:
    EpochJob(Job& whole, const TrainingControl& control, double begin, double end, std::string stage)
        : m_whole(whole), m_control(control), m_begin(begin), m_end(end), m_stage(std::move(stage)) {}
    void progress(double fraction, std::string_view) override {
        m_whole.progress(m_begin + fraction * (m_end - m_begin), m_stage);
    }
    bool cancelled() const noexcept override { return m_whole.cancelled() || m_control.stop.load(); }
    void cancel() noexcept override { m_whole.cancel(); }

  private:
    Job& m_whole;
    const TrainingControl& m_control;
    double m_begin, m_end;
    std::string m_stage;
};

// Stops with the training, but a picture does not move the progress bar.
class SilentJob final : public Job {
  public:
    SilentJob(const Job& whole, const TrainingControl& control) : m_whole(whole), m_control(control) {}
    bool cancelled() const noexcept override { return m_whole.cancelled() || m_control.stop.load(); }

  private:
    const Job& m_whole;
    const TrainingControl& m_control;
};

// Shares of the whole job's progress; preparing and finishing are short beside the epochs.
constexpr double prepared_at = 0.05, trained_at = 0.9;
// Pictures of the embedding may cost this share of the time.
constexpr double snapshot_share = 0.1;
constexpr std::size_t quick_snapshot_cells = 50000;

class Run {
  public:
    Run(const Engine& engine, TrainingControl& control,
        const std::function<void(const TrainingReport&)>& report, Job& job)
        : m_engine(engine), m_control(control), m_report(report), m_job(job) {}

    void prepare(const Dataset& dataset, const RegulatoryNetwork& prior, const TrainRequest& request) {
        tell(TrainingPhase::Preparing);
        TrainingRequest data = request.data;
        data.split.seed = request.options.seed;
        PartJob first(m_job, 0, prepared_at / 2);
        m_setup = prepare_training(dataset, prior, data, first);
        PartJob second(m_job, prepared_at / 2, prepared_at);
        m_trainer = m_engine.trainer(m_setup.input, request.options, second);
        m_state.epochs = m_trainer->epochs();
        m_cells = dataset.cells();
    }

    // Returns false when the person stopped it.
    bool train() {
        tell(TrainingPhase::Running);
        while (!m_trainer->finished()) {
            if (!waitWhilePaused()) return false;
            const int next = m_trainer->epoch() + 1;
            const double share = (trained_at - prepared_at) / std::max(1, m_state.epochs);
            EpochJob epoch(m_job, m_control, prepared_at + share * (next - 1), prepared_at + share * next,
                           "epoch " + std::to_string(next) + "/" + std::to_string(m_state.epochs));
            const auto began = Clock::now();
            try {
                m_trainer->run_until(next, epoch);
            } catch (const Cancelled&) {
                m_job.checkpoint();  // a real cancel; else the person stopped it
                m_seconds += secondsSince(began);
                return false;
            }
            m_seconds += secondsSince(began);
            afterEpoch();
        }
        return true;
    }

    TrainedModel finish(const Dataset& dataset, bool stopped) {
        tell(TrainingPhase::Finishing);
        PartJob rest(m_job, trained_at, 1);
        TrainingOutcome outcome = m_engine.finish(*m_trainer, m_setup, m_seconds, stopped, rest);
        m_trainer.reset();
        TrainedModel trained;
        trained.model = outcome.model;
        auto results = modelResults(std::move(outcome.prediction));
        results.learnedHere = true;
        results.train = m_setup.split.train;
        results.validation = m_setup.split.validation;
        results.test = m_setup.split.test;
        trained.results = std::make_shared<ModelResults>(std::move(results));
        auto context = std::make_shared<ModelContext>();
        context->model = outcome.model;
        context->input = prepare_model(dataset, *outcome.model, m_setup.gene_request, m_setup.assay);
        context->predictor = m_engine.predictor(outcome.model);
        trained.context = std::move(context);
        trained.labels = std::make_shared<Labels>(m_setup.labels);
        trained.warnings = m_setup.warnings;
        return trained;
    }

  private:
    void tell(TrainingPhase phase) {
        m_state.phase = phase;
        m_report(m_state);
        m_state.snapshot.reset();
    }

    bool waitWhilePaused() {
        if (m_control.paused && !m_control.stop) tell(TrainingPhase::Paused);
        while (m_control.paused && !m_control.stop) {
            m_job.checkpoint();
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        m_job.checkpoint();
        if (m_state.phase == TrainingPhase::Paused) tell(TrainingPhase::Running);
        return !m_control.stop;
    }

    void afterEpoch() {
        m_state.epoch = m_trainer->epoch();
        m_state.history = m_trainer->history();
        m_state.secondsLeft = m_seconds / m_state.epoch * (m_state.epochs - m_state.epoch);
        const bool due = m_snapshotCost == 0 ? m_cells <= quick_snapshot_cells || m_state.epoch > 1
                                             : m_seconds - m_snapshotAt > m_snapshotCost / snapshot_share;
        if (due || (m_trainer->finished() && m_cells <= quick_snapshot_cells)) takeSnapshot();
        tell(TrainingPhase::Running);
    }

    void takeSnapshot() {
        const auto began = Clock::now();
        try {
            SilentJob silent(m_job, m_control);
            const Matrix cells = m_trainer->embedding(silent);
            m_plane = std::make_shared<Matrix>(principalPlane(cells, m_plane ? *m_plane : Matrix()));
        } catch (const Cancelled&) {
            m_job.checkpoint();
            return;
        }
        m_state.snapshot = m_plane;
        m_snapshotCost = secondsSince(began);
        m_snapshotAt = m_seconds;
    }

    const Engine& m_engine;
    TrainingControl& m_control;
    const std::function<void(const TrainingReport&)>& m_report;
    Job& m_job;
    TrainingSetup m_setup;
    std::unique_ptr<Trainer> m_trainer;
    TrainingReport m_state;
    std::shared_ptr<const Matrix> m_plane;
    std::size_t m_cells = 0;
    double m_seconds = 0, m_snapshotAt = 0, m_snapshotCost = 0;
};

}  // namespace

TrainedModel runTraining(const Engine& engine, const Dataset& dataset, const RegulatoryNetwork& prior,
                         const TrainRequest& request, TrainingControl& control,
                         const std::function<void(const TrainingReport&)>& report, Job& job) {
    Run run(engine, control, report, job);
    run.prepare(dataset, prior, request);
    const bool whole = run.train();
    return run.finish(dataset, !whole);
}

}  // namespace regulus
