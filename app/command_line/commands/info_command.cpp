// regulus info: what a file holds, and what a prior can do with it.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/command_line/commands/calibration_json.h"
#include "app/command_line/commands/command.h"
#include "app/command_line/console.h"
#include "app/command_line/options/data_options.h"
#include "app/command_line/options/gene_options.h"
#include "app/command_line/options/open_files.h"
#include "app/command_line/options/prior_options.h"
#include "core/base/count_text.h"
#include "core/io/prior/prior_names.h"
#include "core/io/prior/prior_starter.h"
#include "core/workflow/calibration_words.h"
#include "core/workflow/dataset_summary.h"
#include "core/workflow/learning_assay.h"
#include "core/workflow/prior_match.h"

namespace regulus {
namespace {

using nlohmann::json;

const char* kind_word(LabelKind kind) {
    switch (kind) {
        case LabelKind::Numbers:
            return "numbers";
        case LabelKind::Identifiers:
            return "identifiers";
        case LabelKind::Names:
            break;
    }
    return "names";
}

json guesses_json(const std::vector<ColumnGuess>& guesses) {
    json list = json::array();
    for (const auto& guess : guesses) {
        list.push_back({{"column", guess.name},
                        {"classes", guess.classes},
                        {"unlabelled", guess.unlabelled},
                        {"values", kind_word(guess.kind)}});
    }
    return list;
}

std::string guesses_text(const std::vector<ColumnGuess>& guesses, const char* what) {
    if (guesses.empty()) return "none found";
    std::vector<std::string> parts;
    for (const auto& guess : guesses) {
        std::string part = fmt::format("{} ({} {}", guess.name, guess.classes, what);
        if (guess.kind != LabelKind::Names) part += fmt::format(", {}, not names", kind_word(guess.kind));
        if (guess.unlabelled > 0)
            part += fmt::format(", {} unlabelled", count_text(guess.unlabelled, "cell", "cells"));
        parts.push_back(part + ")");
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

json coverage_json(const RegulatoryNetwork& prior, const PriorMatch& match) {
    json object = prior_json(prior);
    const Coverage& c = match.coverage;
    object.update({{"edges", c.edges},
                   {"complex_edges", c.complex_edges},
                   {"tfs", c.tfs},
                   {"tfs_min5", c.tfs_min5},
                   {"targets", c.targets},
                   {"genes_with_edge", c.genes_with_edge},
                   {"orphans", c.orphans},
                   {"lost_tf", c.lost_tf},
                   {"lost_target", c.lost_target},
                   {"missing_tfs", c.missing_tfs.size()},
                   {"better", match.better ? choice_json(*match.better) : json()},
                   {"species", match.species},
                   {"problem", match.problem}});
    return object;
}

class InfoCommand final : public Command {
  public:
    const char* name() const override { return "info"; }
    const char* description() const override { return "Describe a dataset, prior or model"; }

    void declare(CLI::App& app) override {
        declare_data(app, m_data, "FILE");
        app.get_option("FILE")->description(
            "A dataset (see convert --help), a prior (.csv, .tsv) or a model (.safetensors)");
        app.add_option("--prior", m_prior, "Also report how a prior matches the dataset")->type_name("FILE");
        declare_prior_filters(app, m_filters);
        declare_genes(app, m_genes);
    }

    void run(Console& console) override {
        ConsoleJob job(console);
        switch (kind_of_file(m_data.path)) {
            case FileKind::Dataset:
                return describe_dataset(console, job);
            case FileKind::Model:
                return describe_model(console, *open_model(m_data.path));
            case FileKind::Session:
                throw Error(ErrorKind::Input, "The file is a session, which the window opens", m_data.path,
                            "Open it with regulus FILE, or describe its dataset");
            case FileKind::Prior:
                return describe_text(console, job);
        }
    }

  private:
    void describe_dataset(Console& console, Job& job) const;
    void describe_match(Console& console, const Dataset& dataset, const DatasetSummary& summary,
                        const GeneRequest& asked, json& object, Job& job) const;
    static void describe_model(Console& console, const ModelFile& model);
    void describe_text(Console& console, Job& job) const;

    DataOptions m_data;
    std::string m_prior;
    GeneOptions m_genes;
    PriorArguments m_filters;
};

void say_coverage(Console& console, const RegulatoryNetwork& prior, const PriorMatch& match) {
    const Coverage& c = match.coverage;
    console.say(fmt::format("prior          {}: {}, {}, {} of them listed with different signs", prior.name,
                            count_text(prior.rows, "row", "rows"),
                            count_text(prior.edges.size(), "pair", "pairs"),
                            count_text(prior.conflicting_pairs)));
    console.say(fmt::format("  usable       {}, {} ({} with at least 5 targets), {}",
                            count_text(c.edges, "edge", "edges"), count_text(c.tfs, "TF", "TFs"),
                            count_text(c.tfs_min5), count_text(c.targets, "target", "targets")));
    if (prior.complexes.names > 0) {
        console.say(fmt::format("  complexes    {} from members of complexes",
                                count_text(c.complex_edges, "additional edge", "additional edges")));
    }
    console.say(
        fmt::format("  without      {} without a known regulator", count_text(c.orphans, "gene", "genes")));
    console.say(fmt::format("  lost         {} whose TF is not in the data, {} whose target is not",
                            count_text(c.lost_tf, "edge", "edges"), count_text(c.lost_target)));
}

void InfoCommand::describe_dataset(Console& console, Job& job) const {
    const auto dataset = open_dataset(m_data, job, nullptr);
    const GeneRequest asked = open_genes(m_genes, job);
    const DatasetSummary summary = summarise(*dataset, asked);
    json object{{"file", dataset->name},     {"kind", "dataset"},
                {"format", dataset->format}, {"part", dataset->part},
                {"parts", dataset->parts},   {"cells", summary.cells},
                {"genes", summary.genes},    {"simulated", dataset->simulated}};
    json assays = json::array(), embeddings = json::array();
    std::vector<std::string> assay_texts, embedding_texts, array_texts;
    for (const auto& assay : dataset->assays) {
        assays.push_back({{"name", assay.name},
                          {"genes", assay.matrix->genes()},
                          {"kind", to_string(assay.kind)},
                          {"scale", scale_of(assay).known ? json(describe(scale_of(assay))) : json()}});
        assay_texts.push_back(fmt::format("{} ({})", assay.name, describe_values(assay)));
    }
    for (const auto& embedding : dataset->embeddings) {
        embeddings.push_back({{"name", embedding.name}, {"dimensions", embedding.coordinates.cols}});
        auto& texts = is_map(embedding) ? embedding_texts : array_texts;
        texts.push_back(fmt::format("{} ({})", embedding.name, embedding.coordinates.cols));
    }
    const GeneNames& genes = summary.gene_names;
    const Assay* x = dataset->assay("X");
    object["x"] = x != nullptr ? json(to_string(x->kind)) : json();
    object["assays"] = assays;
    object["modelling_assay"] = summary.modelling_assay;
    object["labels"] = guesses_json(summary.labels);
    object["batches"] = guesses_json(summary.batches);
    object["embeddings"] = embeddings;
    object["graphs"] = json::array();
    for (const auto& graph : dataset->graphs) object["graphs"].push_back(graph.name);
    object["gene_names"] = {{"source", genes.source},
                            {"kind", to_string(genes.kind)},
                            {"mouse", genes.mouse},
                            {"species", to_string(genes.species)},
                            {"duplicates", genes.duplicates}};
    object["warnings"] = summary.warnings;

    console.say(fmt::format("{}{}", dataset->name, dataset->simulated ? "  (simulated)" : ""));
    console.say(fmt::format("format         {}", dataset->format));
    if (!dataset->parts.empty())
        console.say(fmt::format("parts          {} (choose with --part)", fmt::join(dataset->parts, ", ")));
    console.say(fmt::format("cells          {}", summary.cells));
    console.say(fmt::format(
        "genes          {}, names from {} ({}, {})", summary.genes, genes.source, to_string(genes.kind),
        genes.species == Species::Unknown ? "species unknown" : to_string(genes.species)));
    console.say(fmt::format("values         {}", fmt::join(assay_texts, ", ")));
    if (const Assay* used = dataset->assay(summary.modelling_assay))
        console.say(fmt::format("  a model uses {}", values_used(*used)));
    console.say(fmt::format("labels         {}", guesses_text(summary.labels, "classes")));
    console.say(fmt::format("donors, batches {}", guesses_text(summary.batches, "values")));
    console.say(fmt::format("embeddings     {}", embedding_texts.empty()
                                                     ? "none"
                                                     : fmt::format("{}", fmt::join(embedding_texts, ", "))));
    if (!array_texts.empty())
        console.say(
            fmt::format("other arrays   {} (values per cell, not maps)", fmt::join(array_texts, ", ")));
    if (!m_prior.empty()) describe_match(console, *dataset, summary, asked, object, job);
    for (const auto& warning : summary.warnings) console.warn(warning);
    console.emit(object);
}

// How the prior meets the dataset, and every way in which it could.
void InfoCommand::describe_match(Console& console, const Dataset& dataset, const DatasetSummary& summary,
                                 const GeneRequest& asked, json& object, Job& job) const {
    const RegulatoryNetwork prior = open_prior(m_prior, m_filters, job);
    const Assay* assay = dataset.assay(summary.modelling_assay);
    const Table& var = *(assay != nullptr ? *assay : dataset.assays.front()).var;
    const PriorMatch match = match_prior(var, asked, prior);
    object["prior"] = coverage_json(prior, match);
    say_coverage(console, prior, match);
    std::vector<GeneChoice> choices = gene_choices(var, prior, asked.mapping.get());
    const auto is_used = [&](const GeneChoice& choice) { return same_way(choice, match.used); };
    if (std::ranges::none_of(choices, is_used)) choices.push_back(match.used);
    object["gene_choices"] = json::array();
    console.say("gene names and what they match");
    for (const GeneChoice& choice : choices) {
        json entry = choice_json(choice);
        entry["used"] = is_used(choice);
        object["gene_choices"].push_back(entry);
        console.say(fmt::format("  {:<12} {}", is_used(choice) ? "used" : "", describe(choice)));
    }
    for (const auto& warning : prior.warnings) console.warn(warning);
    if (!match.problem.empty()) console.warn(match.problem);
    if (!match.species.empty() && match.problem.empty()) console.warn(match.species);
    if (match.better) {
        console.warn(fmt::format("{} would use {} instead of {}", options_text(*match.better),
                                 count_text(match.better->edges, "edge", "edges"),
                                 count_text(match.used.edges)));
    }
}

void InfoCommand::describe_model(Console& console, const ModelFile& model) {
    const TrainingRecord& record = model.record;
    const Regulons tfs = regulons(model.mask);
    json object = {{"kind", "model"},
                   {"genes", model.genes.size()},
                   {"classes", model.classes},
                   {"read", to_string(model.config.read)},
                   {"mask", to_string(model.config.mask)},
                   {"edges", model.mask.edges()},
                   {"tfs", tfs.tfs.size()},
                   {"heads", model.config.heads},
                   {"data", record.data_name},
                   {"assay", record.assay},
                   {"gene_column", record.gene_column},
                   {"gene_spelling", record.gene_spelling},
                   {"gene_mapping", record.gene_mapping},
                   {"labels", record.label_column},
                   {"split", record.split},
                   {"label_fraction", record.label_fraction},
                   {"seed", record.seed},
                   {"seeds",
                    {{"split", record.split_seed},
                     {"draw", record.draw_seed},
                     {"init", record.seed},
                     {"mask", record.mask_seed}}},
                   {"prior", record.prior_name},
                   {"simulated", record.simulated},
                   {"calibration", calibration_json(model)},
                   {"metrics", record.metrics},
                   {"epochs", record.history.size()},
                   {"version", record.version}};
    object.update(model.reader ? json{{"dimensions", model.config.dimensions},
                                      {"bypass", model.config.bypass},
                                      {"max_tfs", record.max_tfs},
                                      {"own_mrna", model.reader->reader.own.front()}}
                               : json{{"width", model.config.width}, {"layers", model.config.layers}});
    console.emit(object);
    console.say(fmt::format("model          {}, {}, {}, mask {}",
                            count_text(model.genes.size(), "gene", "genes"),
                            count_text(tfs.tfs.size(), "TF", "TFs"),
                            count_text(model.mask.edges(), "edge", "edges"), to_string(model.config.mask)));
    console.say(fmt::format("classes        {}", fmt::join(model.classes, ", ")));
    const std::string heads =
        fmt::format("{} head{}", model.config.heads, model.config.heads == 1 ? "" : "s");
    console.say(
        model.reader
            ? fmt::format(
                  "network        reads regulons, {}, {} dimensions, bypass {:g}, own mRNA {:g}{}", heads,
                  model.config.dimensions, model.config.bypass, model.reader->reader.own.front(),
                  record.max_tfs > 0 ? fmt::format(", at most {} TFs", record.max_tfs) : std::string())
            : fmt::format("network        reads genes, width {}, {}, {} layer{}", model.config.width, heads,
                          model.config.layers, model.config.layers == 1 ? "" : "s"));
    console.say(fmt::format("trained on     {}, labels {}, {}{}", record.data_name, record.label_column,
                            record.split, record.simulated ? " (simulated)" : ""));
    console.say(fmt::format("prior          {}", record.prior_name));
    console.say(fmt::format("certainty      {}", describe_calibration(model)));
    for (const auto& [metric, value] : record.metrics)
        console.say(fmt::format("  {:<32}{:.4g}", metric, value));
}

// A prior, or a list of TFs that can restrict one.
void InfoCommand::describe_text(Console& console, Job& job) const {
    const auto list = is_starter(m_data.path) ? std::nullopt : find_name_list(m_data.path, job);
    if (list) {
        console.emit({{"kind", "tf_list"},
                      {"name", list->file},
                      {"names", list->names.size()},
                      {"repeated", list->repeated},
                      {"checksum", list->checksum}});
        console.say(fmt::format("list of names  {}: {}, one per line; {} repeated", list->file,
                                count_text(list->names.size(), "name", "names"), count_text(list->repeated)));
        console.say("               restricts the TFs of a prior: --tf-list");
        return;
    }
    const RegulatoryNetwork prior = open_prior(m_data.path, m_filters, job);
    json object = prior_json(prior);
    object["kind"] = "prior";
    console.emit(object);
    say_prior(console, prior);
}

}  // namespace

std::unique_ptr<Command> make_info_command() {
    return std::make_unique<InfoCommand>();
}

}  // namespace regulus
