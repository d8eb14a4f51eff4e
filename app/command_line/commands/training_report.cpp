#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "app/command_line/commands/calibration_json.h"
#include "app/command_line/commands/train_command.h"
#include "app/command_line/interrupt.h"
#include "app/command_line/options/distributed.h"
#include "app/command_line/options/gene_options.h"
#include "core/base/count_text.h"
#include "core/base/memory.h"
#include "core/workflow/calibration_words.h"
#include "core/workflow/rests_on.h"

namespace regulus {
namespace {

using nlohmann::json;

json number(double value) {
    return std::isfinite(value) ? json(value) : json();
}

void report_epoch(Console& console, const EpochRecord& epoch) {
    console.emit({{"epoch", epoch.epoch},
                  {"stage", epoch.pretraining ? "pretraining" : "training"},
                  {"loss", number(epoch.loss)},
                  {"validation_loss", number(epoch.validation_loss)},
                  {"validation_macro_f1", epoch.pretraining ? json() : number(epoch.validation_macro_f1)},
                  {"seconds", epoch.seconds}});
    std::string line = fmt::format("epoch {:>3}  {:<11}  loss {:.4f}", epoch.epoch,
                                   epoch.pretraining ? "pretraining" : "training", epoch.loss);
    if (!epoch.pretraining && std::isfinite(epoch.validation_loss)) {
        line += fmt::format("  validation loss {:.4f}, macro-F1 {:.4f}", epoch.validation_loss,
                            epoch.validation_macro_f1);
    }
    console.say(line + fmt::format("  {:.1f} s", epoch.seconds));
}

// The first Ctrl-C ends the training, the second what comes after it. Of several ranks no one knows when the
// others heard of it: the first one ends them all.
class ConsoleObserver final : public TrainingObserver {
  public:
    ConsoleObserver(Console& console, const CheckpointOptions& checkpoints)
        : m_console(console), m_checkpoints(checkpoints) {}
    bool stop_wanted() const noexcept override { return m_console.ranks().size() == 1 && interrupts() > 0; }
    void started(const Trainer& trainer) override {
        if (!m_checkpoints.resume) return;
        m_console.say(trainer.epoch() > 0 ? fmt::format("resumed after epoch {} of {}: {}", trainer.epoch(),
                                                        trainer.epochs(), m_checkpoints.path)
                                          : "nothing to resume: training from the beginning");
    }
    void after_epoch(Trainer& trainer, double, Job&) override {
        report_epoch(m_console, trainer.history().back());
    }
    void finishing(const Trainer&, bool stopped) override {
        if (stopped)
            m_console.warn(
                "cancelled: testing and keeping the best model so far (Ctrl-C again to stop at once)");
    }
    void checkpoint_failed(const Error& error) override {
        m_console.warn(fmt::format("The training goes on, but it cannot be resumed later: {}", error.what()));
    }

  private:
    Console& m_console;
    const CheckpointOptions& m_checkpoints;
};

json left_out_json(const std::vector<LeftOutClass>& left_out, const std::vector<std::string>& classes) {
    json list = json::array();
    for (const LeftOutClass& one : left_out) {
        list.push_back({{"class", classes[static_cast<std::size_t>(one.which)]},
                        {"cells", one.cells},
                        {"unassigned", one.rejected},
                        {"unassigned_others", one.rejected_known}});
    }
    return list;
}

void say_left_out(Console& console, const std::vector<LeftOutClass>& left_out,
                  const std::vector<std::string>& classes) {
    const auto percent = [](double share) { return fmt::format("{:.1f} %", 100 * share); };
    std::vector<std::vector<std::string>> rows{
        {"class left out of the labels", "test cells", "unassigned", "others unassigned"}};
    for (const LeftOutClass& one : left_out) {
        rows.push_back({classes[static_cast<std::size_t>(one.which)], std::to_string(one.cells),
                        percent(one.rejected), percent(one.rejected_known)});
    }
    console.table(rows);
}

}  // namespace

TrainingRun train_on_console(Console& console, const TrainingSetup& setup, const TrainingOptions& options,
                             const CheckpointOptions& checkpoints) {
    ConsoleObserver observer(console, checkpoints);
    ConsoleJob job(console, console.ranks().size() == 1 ? 1 : 0);
    return run_training(TrainingParts::standard(), setup, options, observer, job, checkpoints);
}

void report_training(Console& console, const TrainingSetup& setup, const TrainingRun& run,
                     const std::string& model_path, const std::vector<LeftOutClass>& left_out) {
    const Scores& scores = run.outcome.scores;
    const Scores& baseline = run.outcome.direction;
    const Scores& components = run.outcome.components;
    const TrainingRecord& record = run.outcome.model->record;
    const auto scores_json = [](const Scores& s) {
        return json{{"accuracy", number(s.accuracy)},
                    {"macro_f1", number(s.macro_f1)},
                    {"silhouette", number(s.silhouette)}};
    };
    json object = scores_json(scores);
    object.update(traffic_json(console.ranks()));
    object.update(
        {{"seconds", run.seconds},
         {"peak_mb", peak_memory_mb()},
         {"device", record.device},
         {"genes", run.outcome.model->genes.size()},
         {"edges", run.outcome.edges},
         {"tfs", run.outcome.tfs},
         {"baseline", scores_json(baseline)},
         {"baselines", {{"pca_direction", scores_json(baseline)}, {"pca", scores_json(components)}}},
         {"read", to_string(run.outcome.model->config.read)},
         {"split", record.split},
         {"seed", record.split_seed},
         {"seeds",
          {{"split", record.split_seed},
           {"draw", record.draw_seed},
           {"init", record.seed},
           {"mask", record.mask_seed}}},
         {"mask", to_string(run.outcome.model->config.mask)},
         {"epochs", run.history.size()},
         {"resumed_epochs", run.resumed},
         {"label_fraction", record.label_fraction},
         {"cells",
          {{"train", record.train_cells},
           {"validation", record.validation_cells},
           {"test", record.test_cells},
           {"unlabelled", setup.labels.unlabelled}}},
         {"classes", setup.labels.classes.size()},
         {"simulated", record.simulated},
         {"cancelled", run.stopped},
         {"model", model_path},
         {"assay", setup.assay},
         {"values", setup.values},
         {"gene_choice", choice_json(setup.gene_choice)},
         {"warnings", setup.warnings}});

    if (run.outcome.model->reader) object["bypass"] = run.outcome.model->config.bypass;
    for (const char* kept : {"best_epoch", "regulons_explain", "kept_without_bypass", "kept_without_regulons",
                             "kept_by_components"}) {
        if (const auto found = record.metrics.find(kept); found != record.metrics.end())
            object[kept] = number(found->second);
    }

    object["calibration"] = calibration_json(run.outcome);
    if (!left_out.empty()) object["left_out"] = left_out_json(left_out, setup.input.classes);

    for (const auto& [name, value] : record.metrics) {
        if (name.starts_with("reading")) object[name] = number(value);
    }

    const auto text = [](double value) {
        return std::isfinite(value) ? fmt::format("{:.3f}", value) : std::string("undefined");
    };
    const auto row = [&](const std::string& name, const Scores& s) {
        return std::vector<std::string>{name, text(s.accuracy), text(s.macro_f1), text(s.silhouette)};
    };
    console.say("");
    console.table(
        {{count_text(record.test_cells, "test cell", "test cells"), "accuracy", "macro-F1", "silhouette"},
         row("scTransformer", scores),
         row("PCA direction + logistic regression", baseline),
         row("PCA + logistic regression", components)});
    for (const std::string& line : rests_on(record.metrics, run.outcome.model->config.bypass))
        console.say(line);
    for (const std::string& line : certainty_lines(*run.outcome.model)) console.say(line);
    if (!left_out.empty()) say_left_out(console, left_out, setup.input.classes);
    console.say(fmt::format("{}, {}, {}; {} ({}); {}, {:.0f} MB at most",
                            count_text(run.outcome.model->genes.size(), "gene", "genes"),
                            count_text(run.outcome.tfs, "TF", "TFs"),
                            count_text(run.outcome.edges, "edge", "edges"), record.split,
                            record.simulated ? "simulated data" : record.data_name,
                            duration_text(run.seconds), peak_memory_mb()));
    if (record.device != "CPU") console.say("trained on " + record.device);
    console.say(fmt::format("model written to {}", model_path));
    console.emit(object);
}

}  // namespace regulus
