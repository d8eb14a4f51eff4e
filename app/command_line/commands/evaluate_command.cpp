// regulus evaluate: what a model of regulons, and the prior it reads by, are worth on a dataset.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/command_line/commands/command.h"
#include "app/command_line/commands/evidence_pdf.h"
#include "app/command_line/console.h"
#include "app/command_line/options/data_options.h"
#include "app/command_line/options/gene_options.h"
#include "app/command_line/options/prior_options.h"
#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/evidence/evaluation.h"
#include "core/evidence/evidence_report.h"

namespace regulus {
namespace {

class EvaluateCommand final : public Command {
  public:
    const char* name() const override { return "evaluate"; }
    const char* description() const override {
        return "Test what a prior, and a model that reads its regulons, are worth on a dataset";
    }

    void declare(CLI::App& app) override {
        declare_data(app, m_data);
        app.add_option("--labels", m_request.label_column, "Label column of obs")
            ->type_name("COLUMN")
            ->required();
        app.add_option("--prior", m_prior, "TF → target edges, as for train; starter for the built-in ones")
            ->type_name("FILE")
            ->required();
        app.add_option("--out", m_out,
                       "Folder for the runs and the report; what is there already is not done again")
            ->type_name("FOLDER")
            ->required();
        app.add_option("--split-by", m_request.split_column,
                       "Keep cells with the same value, such as a donor, on one side of a split")
            ->type_name("COLUMN");
        app.add_flag("--quick", m_quick, "Fewer splits, draws and rewired priors: minutes, wide intervals");
        app.add_option("--splits", m_splits, "Splits into training and test cells")
            ->check(CLI::Range(1, 100));
        app.add_option("--draws", m_draws, "Draws of labels a split, at 1 and 5 %")
            ->check(CLI::Range(1, 1000));
        app.add_option("--rewired", m_rewired, "Rewired priors")->check(CLI::Range(0, 10'000));
        app.add_option("--renamed", m_renamed, "Priors with the names of TFs exchanged")
            ->check(CLI::Range(0, 10'000));
        app.add_option("--preset", m_preset, "quick, standard or thorough: cells a reader is made from")
            ->capture_default_str();
        app.add_option("--lineage-tfs", m_lineages,
                       "Table of lineage TFs by cell type, instead of the built-in one")
            ->type_name("FILE");
        auto* const list =
            app.add_flag("--list", m_list, "List the runs with their numbers, and which are done");
        auto* const one =
            app.add_option("--run", m_run, "Do this run only, by its number in --list")->excludes(list);
        app.add_flag("--collect", m_collect, "Do no run; write the report of those that are done")
            ->excludes(list)
            ->excludes(one);
        declare_prior_filters(app, m_filters);
        declare_genes(app, m_genes);
        app.add_option("--assay", m_request.assay, "Values to read: X, raw or a layer")->type_name("NAME");
    }

    void run(Console& console) override;

  private:
    PlanOptions plan_options() const;
    EvidenceInput open_input(Console& console, Job& job) const;
    void list(Console& console, const std::vector<RunSpec>& runs, const EvidenceFolder& folder) const;
    void report(Console& console, const EvidenceInput& input, const std::vector<RunSpec>& runs,
                const EvidenceFolder& folder) const;

    DataOptions m_data;
    GeneOptions m_genes;
    PriorArguments m_filters;
    TrainingRequest m_request;
    std::string m_prior, m_out, m_preset = "standard", m_lineages;
    bool m_quick = false, m_list = false, m_collect = false;
    std::optional<std::size_t> m_splits, m_draws, m_rewired, m_renamed, m_run;
};

PlanOptions EvaluateCommand::plan_options() const {
    PlanOptions options = m_quick ? PlanOptions::quick() : PlanOptions{};
    if (m_splits) options.splits = *m_splits;
    if (m_draws) options.draws = *m_draws;
    if (m_rewired) options.rewired = *m_rewired;
    if (m_renamed) options.renamed = *m_renamed;
    return options;
}

EvidenceInput EvaluateCommand::open_input(Console& console, Job& job) const {
    const auto dataset = open_dataset(m_data, job, &console);
    const RegulatoryNetwork prior = open_prior(m_prior, m_filters, job);
    TrainingRequest request = m_request;
    request.genes = open_genes(m_genes, job);
    EvidenceInput input =
        evidence_input(*dataset, prior, request, options_for(preset_from(m_preset)),
                       m_lineages.empty() ? starter_lineage_table() : read_lineage_table(m_lineages), job);
    for (const std::string& warning : input.warnings) console.warn(warning);
    return input;
}

void EvaluateCommand::list(Console& console, const std::vector<RunSpec>& runs,
                           const EvidenceFolder& folder) const {
    std::vector<std::vector<std::string>> rows{{"run", "what", ""}};
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const bool done = folder.has(runs[i]);
        rows.push_back({std::to_string(i + 1), runs[i].name(), done ? "done" : ""});
        console.emit(
            {{"run", i + 1}, {"name", runs[i].name()}, {"file", runs[i].file() + ".json"}, {"done", done}});
    }
    console.table(rows);
}

void EvaluateCommand::report(Console& console, const EvidenceInput& input, const std::vector<RunSpec>& runs,
                             const EvidenceFolder& folder) const {
    const EvidenceReport report = report_of(input, runs, folder);
    write_report(report, input, folder);
    if (!write_evidence_pdf(report.page, fmt::format("Evidence: {}", input.provenance.at("data")),
                            folder.file("evidence.pdf")))
        console.warn("no PDF: this Regulus was built without pictures; the HTML page has the same content");
    nlohmann::json claims = nlohmann::json::object();
    console.say("");
    std::vector<std::vector<std::string>> rows{{"claim", "verdict"}};
    for (const Claim& claim : report.summary.claims) {
        rows.push_back({claim.text, to_string(claim.verdict)});
        claims[claim.id] = {{"verdict", to_string(claim.verdict)}, {"reason", claim.reason}};
    }
    console.table(rows);
    console.say(fmt::format("\n{} of {} are done; the report is in {}", report.results.size(),
                            count_text(runs.size(), "run", "runs"), folder.file("evidence.html")));
    console.emit({{"runs_done", report.results.size()},
                  {"runs_planned", runs.size()},
                  {"claims", claims},
                  {"report", folder.file("evidence.html")}});
}

void EvaluateCommand::run(Console& console) {
    const PlanOptions options = plan_options();
    const std::vector<RunSpec> runs = plan_runs(options);
    if (m_run && (*m_run < 1 || *m_run > runs.size()))
        throw Error(ErrorKind::Usage, fmt::format("There is no run {}", *m_run), {},
                    fmt::format("Choose one from 1 to {}; --list names them", runs.size()));
    ConsoleJob job(console);
    const EvidenceInput input = open_input(console, job);
    const EvidenceFolder folder(m_out, input.provenance, options);
    if (m_list) return list(console, runs, folder);
    if (!m_collect) {
        const std::vector<RunSpec> wanted = m_run ? std::vector<RunSpec>{runs[*m_run - 1]} : runs;
        const std::vector<FailedRun> failed = do_runs(
            input, options, wanted, folder, job,
            [&](const RunSpec& spec, const EvaluationProgress& progress) {
                console.emit({{"run", spec.name()}, {"done", progress.done}, {"planned", progress.planned}});
                if (progress.done < progress.planned && std::isfinite(progress.seconds_left))
                    console.say(fmt::format("{} of {}: {}; about {} left", progress.done, progress.planned,
                                            spec.name(), duration_text(progress.seconds_left)));
                else
                    console.say(fmt::format("{} of {}: {}", progress.done, progress.planned, spec.name()));
            });
        for (const FailedRun& run : failed)
            console.warn(fmt::format("{} could not be done: {}", run.spec.name(), run.error.problem()));
        if (m_run && !failed.empty()) throw failed.front().error;
        if (m_run) return;
    }
    report(console, input, runs, folder);
}

}  // namespace

std::unique_ptr<Command> make_evaluate_command() {
    return std::make_unique<EvaluateCommand>();
}

}  // namespace regulus
