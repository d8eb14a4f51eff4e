#include "ui/session/training_run.h"

#include <QObject>
#include <chrono>
#include <filesystem>
#include <thread>

#include "core/workflow/out_of_fold.h"
#include "core/workflow/training_checkpoints.h"
#include "ui/session/interrupted_training.h"
#include "ui/session/principal_plane.h"
#include "ui/session/training_share.h"

namespace regulus {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point from) {
    return std::chrono::duration<double>(Clock::now() - from).count();
}

// Stops with the training, but a picture does not move the progress bar.
class SilentJob final : public Job {
  public:
    SilentJob(const Job& whole, const TrainingControl& control) : m_whole(whole), m_control(control) {}
    bool cancelled() const noexcept override { return m_whole.cancelled() || m_control.stop.load(); }

  private:
    const Job& m_whole;
    const TrainingControl& m_control;
};

// Pictures of the embedding may cost this share of the time.
constexpr double snapshot_share = 0.1;
constexpr std::size_t quick_snapshot_cells = 50000;

// Tells the window how the training stands, pauses it, and takes pictures of the embedding as it forms.
class WindowObserver final : public TrainingObserver {
  public:
    WindowObserver(TrainingControl& control, const std::function<void(const TrainingReport&)>& report,
                   std::size_t cells)
        : m_control(control), m_report(report), m_cells(cells) {
        tell(TrainingPhase::Preparing);
    }

    bool stop_wanted() const noexcept override { return m_control.stop.load(); }

    void started(const Trainer& trainer) override {
        m_state.epochs = trainer.epochs();
        m_state.epoch = trainer.epoch();
        m_state.history = trainer.history();
        tell(TrainingPhase::Running);
    }

    void before_epoch(const Trainer&, Job& job) override {
        if (!m_control.paused || m_control.stop) return;
        tell(TrainingPhase::Paused);
        while (m_control.paused && !m_control.stop) {
            job.checkpoint();
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        tell(TrainingPhase::Running);
    }

    void after_epoch(Trainer& trainer, double seconds, Job& job) override {
        m_state.epoch = trainer.epoch();
        m_state.history = trainer.history();
        m_state.secondsLeft = seconds / m_state.epoch * (m_state.epochs - m_state.epoch);
        const bool due = m_snapshotCost == 0 ? m_cells <= quick_snapshot_cells || m_state.epoch > 1
                                             : seconds - m_snapshotAt > m_snapshotCost / snapshot_share;
        if (due && !trainer.finished()) takeSnapshot(trainer, seconds, job);  // the kept model's comes next
        tell(TrainingPhase::Running);
    }

    void finishing(const Trainer&, bool) override { tell(TrainingPhase::Finishing); }
    bool discarded() const noexcept override { return m_control.discard.load(); }
    void checkpoint_failed(const Error& error) override {
        m_state.notice = QObject::tr("The training goes on, but it cannot be resumed later: %1")
                             .arg(QString::fromUtf8(error.what()));
        tell(m_state.phase);
    }

    // The cells of the model that was kept.
    void show(const Matrix& cells) {
        m_state.snapshot = plane(cells);
        tell(TrainingPhase::Finishing);
    }

  private:
    // Turned as the pictures so far.
    std::shared_ptr<const Matrix> plane(const Matrix& cells) const {
        return std::make_shared<Matrix>(principalPlane(cells, m_plane ? *m_plane : Matrix()));
    }

    void tell(TrainingPhase phase) {
        m_state.phase = phase;
        m_report(m_state);
        m_state.snapshot.reset();
        m_state.notice.clear();
    }

    void takeSnapshot(Trainer& trainer, double seconds, Job& job) {
        const auto began = Clock::now();
        try {
            SilentJob silent(job, m_control);
            const Matrix cells = trainer.embedding(silent);
            m_plane = plane(cells);
        } catch (const Cancelled&) {
            job.checkpoint();
            return;
        }
        m_state.snapshot = m_plane;
        m_snapshotCost = secondsSince(began);
        m_snapshotAt = seconds;
    }

    TrainingControl& m_control;
    const std::function<void(const TrainingReport&)>& m_report;
    std::size_t m_cells;
    TrainingReport m_state;
    std::shared_ptr<const Matrix> m_plane;
    double m_snapshotAt = 0, m_snapshotCost = 0;
};

TrainedModel trainedModel(const Engine& engine, const Dataset& dataset, const TrainingSetup& setup,
                          TrainingOutcome outcome, Job& job) {
    TrainedModel trained;
    trained.model = outcome.model;
    CellUses uses{true, setup.split.train, setup.split.validation, setup.split.test};
    std::shared_ptr<const FoldHeads> heads;
    CellSet out_of_fold = predict_out_of_fold(*outcome.model, dataset, uses, outcome.prediction, job, &heads);
    auto results = model_results(std::move(outcome.prediction), outcome.model->calibration);
    results.learned_here = true;
    results.uses = std::move(uses);
    results.out_of_fold = std::move(out_of_fold);
    results.fold_heads = std::move(heads);
    trained.results = std::make_shared<ModelResults>(std::move(results));
    auto context = std::make_shared<ModelContext>();
    context->model = outcome.model;
    context->input = prepare_model(dataset, *outcome.model, setup.gene_request, setup.assay);
    context->predictor = engine.predictor(outcome.model);
    trained.context = std::move(context);
    trained.labels = std::make_shared<Labels>(setup.labels);
    trained.warnings = setup.warnings;
    return trained;
}

// A model of regulons is made in one go: there is nothing to keep on the way.
CheckpointOptions checkpoints(const Engine& engine, const Dataset& dataset, const TrainRequest& request) {
    CheckpointOptions options;
    if (request.options.model.read != ReadMode::Genes) return options;
    options.path = checkpointPath(engine.trainings, dataset);
    options.resume = request.resume;
    options.request = requestText(request);
    // Another window trains on the same cells: that one is kept.
    if (checkpoint_in_use(options.path)) options.path.clear();
    if (options.path.empty()) return options;
    std::error_code problem;  // then writing says why
    std::filesystem::create_directories(engine.trainings, problem);
    if (!request.resume) remove_checkpoint(options.path);  // of one before that nobody wanted to resume
    return options;
}

}  // namespace

TrainedModel runTraining(const Engine& engine, const Dataset& dataset, const RegulatoryNetwork& prior,
                         const TrainRequest& request, TrainingControl& control,
                         const std::function<void(const TrainingReport&)>& report, Job& job) {
    WindowObserver observer(control, report, dataset.cells());
    PartJob first(job, 0, prepared_at), second(job, prepared_at, 1);
    const TrainingSetup setup = prepare_training(dataset, prior, request.data, first);
    const CheckpointOptions kept = checkpoints(engine, dataset, request);
    TrainingRun run =
        run_training({engine.trainer, engine.finish}, setup, request.options, observer, second, kept);
    PartJob judging(job, 1, 1);
    TrainedModel trained = trainedModel(engine, dataset, setup, std::move(run.outcome), judging);
    trained.checkpoint = kept.path;
    observer.show(trained.results->prediction.embedding);
    return trained;
}

}  // namespace regulus
