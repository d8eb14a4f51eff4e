// regulus train: learns labels from a dataset through a prior and writes the model.
#include "app/command_line/commands/train_command.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <optional>

#include "app/command_line/commands/command.h"
#include "app/command_line/options/data_options.h"
#include "app/command_line/options/distributed.h"
#include "app/command_line/options/gene_options.h"
#include "app/command_line/options/output_files.h"
#include "app/command_line/options/prior_options.h"
#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/data/normalise.h"
#include "core/model/training_facts.h"
#include "core/workflow/learning_assay.h"
#include "core/workflow/prior_match.h"
#include "core/workflow/same_on_ranks.h"

namespace regulus {
namespace {

class TrainCommand final : public Command {
  public:
    const char* name() const override { return "train"; }
    const char* description() const override { return "Train scTransformer on the labels of a dataset"; }

    void declare(CLI::App& app) override {
        declare_data(app, m_data);
        declare_distributed(app, m_distributed);
        app.add_option("--labels", m_request.label_column, "Label column of obs")
            ->type_name("COLUMN")
            ->required();
        app.add_option(
               "--prior", m_prior,
               "TF-target edges: CollecTRI, DoRothEA, TRRUST, OmniPath, pySCENIC, GMT, SIF or a table of TF "
               "and target; starter for the built-in one")
            ->type_name("FILE")
            ->required();
        app.add_option("--out", m_out, "Model file to write (.safetensors)")->type_name("FILE")->required();
        app.add_option("--read", m_read, "What a cell attends to: regulons, or genes (the form of the paper)")
            ->capture_default_str();
        app.add_option("--mask", m_mask,
                       "Edges: prior, or shuffled (rewired); of a model that reads genes also none or self")
            ->capture_default_str();
        app.add_option(
            "--bypass", m_bypass,
            "How much of the embedding may bypass the regulons, 0 to 1 (default: by what they explain)");
        app.add_option("--own-mrna", m_own,
                       "Weight of a TF's own mRNA in the evidence for it (default: 0.5)");
        app.add_option("--tfs", m_tfs,
                       "TFs of a model that reads regulons, at most: those whose targets vary together most "
                       "as the prior says (default: all)")
            ->check(CLI::Range(1, 1'000'000));
        app.add_option("--heads", m_heads, "Attention heads");
        app.add_option("--dimensions", m_dimensions,
                       "Dimensions of the embedding of a model that reads regulons");
        app.add_option("--label-fraction", m_request.split.label_fraction,
                       "Share of the training labels to use")
            ->check(CLI::Range(1e-6, 1.0))
            ->capture_default_str();
        app.add_option("--split-by", m_request.split_column,
                       "Keep cells with the same value, such as a donor, on one side of the split")
            ->type_name("COLUMN");
        app.add_option("--test", m_request.split.test,
                       "Share of labelled cells (or donors) held out for testing")
            ->check(CLI::Range(0.01, 0.9))
            ->capture_default_str();
        app.add_option("--seed", m_seed, "Seed of split, rewired prior and training")->capture_default_str();
        app.add_option("--seed-split", m_seed_split, "Seed of the split, instead of --seed");
        app.add_option("--seed-draw", m_request.split.draw,
                       "Another draw of the label fraction with the same test cells")
            ->capture_default_str();
        app.add_option("--seed-init", m_seed_init,
                       "Seed of the first weights of a model that reads genes, instead of --seed");
        app.add_option("--seed-mask", m_seed_mask, "Seed of a rewired prior, instead of --seed");
        app.add_option("--preset", m_preset, "quick, standard or thorough")->capture_default_str();
        app.add_option("--max-genes", m_max_genes, "Genes in a model that reads genes, at most (0: all)");
        app.add_option("--epochs", m_epochs,
                       "Training epochs of a model that reads genes, instead of the preset's");
        app.add_option("--pretraining-epochs", m_pretraining,
                       "Pretraining epochs of a model that reads genes, instead of the preset's");
        app.add_option(
            "--patience", m_patience,
            "Epochs of a model that reads genes without a better validation score before stopping");
        app.add_flag("--resume", m_checkpoints.resume,
                     "Go on with a training that was interrupted; without one, train from the beginning");
        app.add_option("--checkpoint-every", m_checkpoints.every,
                       "Seconds between checkpoints of a model that reads genes, at least; 0 for every epoch")
            ->check(CLI::Range(0.0, 1e6))
            ->capture_default_str();
        app.add_flag("--leave-out-classes", m_leave_out,
                     "Also report how many cells of each class would be left unassigned by a model that did "
                     "not know the class");
        declare_prior_filters(app, m_filters);
        declare_genes(app, m_genes);
        app.add_option("--assay", m_request.assay, "Values to train on: X, raw or a layer")
            ->type_name("NAME");
    }

    void run(Console& console) override;

  private:
    TrainingOptions training_options() const;
    void check_form(ReadMode read) const;
    TrainingRun trained(Console& console, const TrainingSetup& setup, const TrainingOptions& options) const;
    void say_how_to_resume(Console& console) const;

    DataOptions m_data;
    DistributedOptions m_distributed;
    std::string m_prior, m_out, m_read = "regulons", m_mask = "prior", m_preset = "standard";
    CheckpointOptions m_checkpoints;
    PriorArguments m_filters;
    GeneOptions m_genes;
    TrainingRequest m_request;
    std::optional<std::size_t> m_max_genes, m_tfs;
    std::optional<int> m_epochs, m_pretraining, m_patience, m_heads, m_dimensions;
    std::optional<double> m_bypass, m_own;
    std::uint64_t m_seed = 0;
    bool m_leave_out = false;
    std::optional<std::uint64_t> m_seed_split, m_seed_init, m_seed_mask;
};

// Options of the other form would do nothing.
void TrainCommand::check_form(ReadMode read) const {
    const std::pair<const char*, bool> of_genes[] = {{"--max-genes", m_max_genes.has_value()},
                                                     {"--epochs", m_epochs.has_value()},
                                                     {"--pretraining-epochs", m_pretraining.has_value()},
                                                     {"--patience", m_patience.has_value()},
                                                     {"--seed-init", m_seed_init.has_value()}};
    const std::pair<const char*, bool> of_regulons[] = {{"--bypass", m_bypass.has_value()},
                                                        {"--dimensions", m_dimensions.has_value()},
                                                        {"--own-mrna", m_own.has_value()},
                                                        {"--tfs", m_tfs.has_value()},
                                                        {"--leave-out-classes", m_leave_out}};
    const auto refuse = [](const auto& options, const char* other) {
        for (const auto& [option, given] : options) {
            if (given)
                throw Error(ErrorKind::Usage,
                            fmt::format("{} applies only to a model that reads {}", option, other), {},
                            fmt::format("Leave it out, or add --read {}", other));
        }
    };
    read == ReadMode::Regulons ? refuse(of_genes, "genes") : refuse(of_regulons, "regulons");
}

TrainingOptions TrainCommand::training_options() const {
    const ReadMode read = read_mode_from(m_read);
    check_form(read);
    TrainingOptions options = options_for(preset_from(m_preset), read);
    options.model.mask = mask_mode_from(m_mask);
    options.seed = m_seed_init.value_or(m_seed);
    options.mask_seed = m_seed_mask.value_or(m_seed);
    if (m_own) options.own = *m_own;
    if (m_tfs) options.max_tfs = *m_tfs;
    if (m_bypass) options.model.bypass = *m_bypass;
    options.bypass_by_rule = !m_bypass;
    if (m_heads) options.model.heads = *m_heads;
    if (m_dimensions) options.model.dimensions = *m_dimensions;
    if (m_max_genes) options.max_genes = *m_max_genes;
    if (m_epochs) options.epochs = *m_epochs;
    if (m_pretraining) options.pretraining_epochs = *m_pretraining;
    if (m_patience) options.patience = *m_patience;
    const auto problems = validate(options);
    if (!problems.empty()) throw Error(ErrorKind::Usage, problems.front());
    return options;
}

// When other names of the genes would meet the prior: the options that choose them.
void name_options(const Error& error, const Dataset& dataset, const RegulatoryNetwork& prior,
                  const TrainingRequest& request) {
    if (error.kind() != ErrorKind::Data || !error.remedy().empty()) return;
    const PriorMatch match = match_prior(*learning_assay(dataset, request.assay).var, request.genes, prior);
    if (match.problem != error.problem() || !match.better) return;
    throw Error(error.kind(), error.problem(), error.where(), "Add " + options_text(*match.better));
}

void TrainCommand::run(Console& console) {
    const TrainingOptions options = training_options();
    check_output(m_out, {".safetensors"}, "Models are written as .safetensors");
    m_checkpoints.path = checkpoint_beside(m_out);
    join(console, m_distributed, m_data);
    require_same(training_facts({}, options), console.ranks());  // before data are read
    const bool first = console.ranks().rank() == 0;
    m_checkpoints.writes = first;
    if (first) check_unused(m_checkpoints);
    TrainingSetup setup;
    {
        ConsoleJob job(console);
        const auto [dataset, share, own] = open_shared(
            m_distributed, m_data, {m_request.label_column, m_request.split_column}, job, console);
        const RegulatoryNetwork prior = open_prior(m_prior, m_filters, job);
        TrainingRequest request = m_request;
        request.split.seed = m_seed_split.value_or(m_seed);
        request.genes = open_genes(m_genes, job);
        request.share = share;
        request.one_file = m_distributed.shard.empty();
        try {
            setup = prepare_training(*dataset, prior, request, job);
        } catch (const Error& error) {
            name_options(error, *dataset, prior, request);
            throw;
        }
    }
    for (const auto& warning : setup.warnings) console.warn(warning);
    console.say("values: " + setup.values);
    console.say("gene names: " + describe(setup.gene_choice));
    console.say(fmt::format("{}; {} training, {} validation and {}; {}",
                            count_text(setup.labels.classes.size(), "class", "classes"),
                            count_text(setup.split.train.count()), count_text(setup.split.validation.count()),
                            count_text(setup.split.test.count(), "test cell", "test cells"),
                            setup.split.description));
    const TrainingRun run = trained(console, setup, options);
    if (first) save_model(*run.outcome.model, m_out);
    if (first && !run.stopped) remove_checkpoint(m_checkpoints.path);
    std::vector<LeftOutClass> left_out;
    if (m_leave_out) {
        ConsoleJob job(console);
        left_out = left_out_classes(run.outcome.prediction.embedding, setup.input.labels,
                                    setup.input.classes.size(), setup.input.train | setup.input.validation,
                                    setup.input.test, setup.input.groups, setup.input.record.split_seed, job);
    }
    report_training(console, setup, run, m_out, left_out);
    if (!first) return;
    if (!run.stopped) return;
    say_how_to_resume(console);
    throw Cancelled();
}

TrainingRun TrainCommand::trained(Console& console, const TrainingSetup& setup,
                                  const TrainingOptions& options) const {
    try {
        return train_on_console(console, setup, options, m_checkpoints);
    } catch (const Cancelled&) {
        say_how_to_resume(console);
        throw;
    }
}

void TrainCommand::say_how_to_resume(Console& console) const {
    if (!m_checkpoints.writes || !has_checkpoint(m_checkpoints.path)) return;
    console.warn(fmt::format("The training can be resumed: add --resume to the same command ({})",
                             m_checkpoints.path));
}

}  // namespace

std::unique_ptr<Command> make_train_command() {
    return std::make_unique<TrainCommand>();
}

}  // namespace regulus
