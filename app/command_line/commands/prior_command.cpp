// regulus prior: priors on their own: which there are, what they hold, merged, converted, fetched.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <fstream>
#include <nlohmann/json.hpp>

#include "app/command_line/commands/command.h"
#include "app/command_line/console.h"
#include "app/command_line/options/output_files.h"
#include "app/command_line/options/prior_options.h"
#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/io/files/atomic_file.h"
#include "core/io/prior/prior_fetch.h"
#include "core/io/prior/prior_starter.h"
#include "core/io/prior/prior_writer.h"
#include "core/prior/network_merge.h"
#include "core/prior/network_summary.h"

namespace regulus {
namespace {

using nlohmann::json;

class PriorCommand final : public Command {
  public:
    const char* name() const override { return "prior"; }
    const char* description() const override {
        return "List, show, merge, export and download priors (TF-target edges)";
    }
    void declare(CLI::App& app) override;
    void run(Console& console) override;

  private:
    void declare_fetch(CLI::App& app);
    void list(Console& console) const;
    void show(Console& console) const;
    void show_edges(Console& console, const RegulatoryNetwork& prior) const;
    void merge(Console& console) const;
    void convert(Console& console) const;
    void fetch(Console& console) const;

    CLI::App *m_list = nullptr, *m_show = nullptr, *m_merge = nullptr, *m_export = nullptr,
             *m_fetch = nullptr;
    std::string m_path, m_tf, m_target, m_out, m_service, m_organism = "human";
    std::vector<std::string> m_paths;
    PriorArguments m_filters;
    PriorFetch m_request;
};

void PriorCommand::declare(CLI::App& app) {
    app.require_subcommand(1);
    m_list = app.add_subcommand("list", "List the starter prior and downloaded priors");
    m_show = app.add_subcommand("show", "Describe a prior, or list the edges of one gene");
    m_show->add_option("FILE", m_path, "Prior file, or starter")->type_name("")->required();
    auto* tf = m_show->add_option("--tf", m_tf, "The targets of this TF")->type_name("GENE");
    m_show->add_option("--target", m_target, "The TFs of this target")->type_name("GENE")->excludes(tf);
    declare_prior_filters(*m_show, m_filters);
    m_merge = app.add_subcommand("merge", "Merge several priors; every edge keeps its sources");
    m_merge->add_option("FILE", m_paths, "Prior files, or starter")->type_name("")->required();
    m_merge->add_option("--out", m_out, "File to write (.csv, .tsv, .gmt, .sif)")
        ->type_name("FILE")
        ->required();
    declare_prior_filters(*m_merge, m_filters);
    m_export = app.add_subcommand("export", "Write a prior in another format, optionally filtered");
    m_export->add_option("FILE", m_path, "Prior file, or starter")->type_name("")->required();
    m_export->add_option("--out", m_out, "File to write (.csv, .tsv, .gmt, .sif)")
        ->type_name("FILE")
        ->required();
    declare_prior_filters(*m_export, m_filters);
    m_fetch = app.add_subcommand("fetch", "Download CollecTRI or DoRothEA from OmniPath and keep a copy");
    declare_fetch(*m_fetch);
}

void PriorCommand::declare_fetch(CLI::App& app) {
    app.add_option("NAME", m_service, "collectri or dorothea")->type_name("")->required();
    app.add_option("--organism", m_organism, "human or mouse")
        ->check(CLI::IsMember({"human", "mouse"}))
        ->capture_default_str();
    app.add_option("--levels", m_request.levels, "DoRothEA: confidence levels to download, such as A,B,C")
        ->type_name("LETTERS");
    app.add_option("--url", m_request.base_url, "Address of the service")->capture_default_str();
    app.add_option("--timeout", m_request.limits.stall_seconds, "Time-out without data, in seconds")
        ->check(CLI::Range(0.1, 3600.0))
        ->capture_default_str();
    app.add_option("--out", m_out, "Also write it to this file, unchanged")->type_name("FILE");
}

void PriorCommand::run(Console& console) {
    if (m_list->parsed()) return list(console);
    if (m_show->parsed()) return show(console);
    if (m_merge->parsed()) return merge(console);
    if (m_export->parsed()) return convert(console);
    fetch(console);
}

json kept_json(const KeptPrior& prior) {
    return {{"name", prior.service},
            {"organism", prior.organism},
            {"levels", prior.levels},
            {"path", prior.path},
            {"url", prior.url},
            {"date", prior.date},
            {"modified", prior.last_modified},
            {"sha256", prior.sha256},
            {"bytes", prior.bytes},
            {"edges", prior.edges},
            {"tfs", prior.tfs}};
}

void PriorCommand::list(Console& console) const {
    const RegulatoryNetwork starter = starter_prior();
    json priors = json::array();
    priors.push_back({{"name", "starter"},
                      {"edges", starter.edges.size()},
                      {"tfs", starter.tf_count()},
                      {"sha256", starter.checksum},
                      {"description", starter_description}});
    std::vector<std::vector<std::string>> rows{{"prior", "edges", "TFs", "fetched", "file"}};
    rows.push_back({"starter", std::to_string(starter.edges.size()), std::to_string(starter.tf_count()), "-",
                    "comes with Regulus: textbook edges"});
    for (const KeptPrior& prior : kept_priors()) {
        priors.push_back(kept_json(prior));
        rows.push_back({fmt::format("{} {} {}", prior.service, prior.organism, prior.levels),
                        std::to_string(prior.edges), std::to_string(prior.tfs), prior.date, prior.path});
    }
    console.emit({{"priors", priors}, {"folder", default_prior_folder()}});
    console.table(rows);
}

void PriorCommand::show(Console& console) const {
    ConsoleJob job(console);
    const RegulatoryNetwork prior = open_prior(m_path, m_filters, job);
    if (!m_tf.empty() || !m_target.empty()) return show_edges(console, prior);
    json object = prior_json(prior);
    object["kind"] = "prior";
    console.emit(object);
    say_prior(console, prior);
}

void PriorCommand::show_edges(Console& console, const RegulatoryNetwork& prior) const {
    const bool of_tf = !m_tf.empty();
    const std::string& gene = of_tf ? m_tf : m_target;
    const std::vector<EdgeEvidence> edges = of_tf ? targets_of(prior, gene) : regulators_of(prior, gene);
    if (edges.empty()) {
        const bool other_way = !(of_tf ? regulators_of(prior, gene) : targets_of(prior, gene)).empty();
        throw Error(ErrorKind::Usage,
                    fmt::format("The prior has no edge {} {}", of_tf ? "from the TF" : "to the target", gene),
                    prior.name,
                    other_way ? fmt::format("It has edges of that gene with {}", of_tf ? "--target" : "--tf")
                              : "Check the name");
    }
    const bool weighted = prior.weighted();  // otherwise every edge has 1, which is no importance
    json list = json::array();
    std::vector<std::vector<std::string>> rows{
        {of_tf ? "target" : "TF", "mode", "confidence", "importance", "rows", "sources"}};
    for (const EdgeEvidence& edge : edges) {
        const std::string confidence = edge.confidence == 0 ? "" : std::string(1, edge.confidence);
        const char* mode = sign_word(edge.sign, edge.conflicting);
        list.push_back({{"gene", edge.gene},
                        {"mode", mode},
                        {"sign", edge.sign},
                        {"conflicting", edge.conflicting},
                        {"confidence", confidence},
                        {"importance", weighted ? json(edge.weight) : json()},
                        {"rows", edge.listed},
                        {"from_complex", edge.from_complex},
                        {"sources", edge.sources}});
        rows.push_back({edge.gene, mode, confidence.empty() ? "-" : confidence,
                        weighted ? fmt::format("{:.4g}", edge.weight) : "-", std::to_string(edge.listed),
                        fmt::format("{}{}", fmt::join(edge.sources, "; "),
                                    edge.from_complex ? " (as a member of a complex)" : "")});
    }
    console.emit({{"prior", prior.name}, {of_tf ? "tf" : "target", gene}, {"edges", list}});
    console.table(rows);
    for (const auto& warning : prior.warnings) console.warn(warning);
}

void PriorCommand::merge(Console& console) const {
    (void)prior_format_of(m_out);
    check_output(m_out);
    std::vector<RegulatoryNetwork> priors;
    ConsoleJob job(console);
    for (std::size_t i = 0; i < m_paths.size(); ++i) {
        const auto count = static_cast<double>(m_paths.size());
        PartJob part(job, static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
        priors.push_back(open_prior(m_paths[i], m_filters, part));
    }
    const RegulatoryNetwork all = merged("merged", priors);
    write_prior(all, m_out);
    json object = prior_json(all);
    object["out"] = m_out;
    console.emit(object);
    say_prior(console, all);
    console.say(fmt::format("written        {}", m_out));
}

void PriorCommand::convert(Console& console) const {
    const PriorFormat format = prior_format_of(m_out);
    check_output(m_out);
    ConsoleJob job(console);
    const RegulatoryNetwork prior = open_prior(m_path, m_filters, job);
    write_prior(prior, m_out);
    for (const auto& warning : prior.warnings) console.warn(warning);
    if (format != PriorFormat::Csv) {
        console.warn(format == PriorFormat::Gmt ? "Gene sets cannot store signs, confidence or importance"
                                                : "SIF cannot store confidence or importance");
    }
    console.emit({{"out", m_out}, {"edges", prior.edges.size()}, {"tfs", prior.tf_count()}});
    console.say(fmt::format("{} of {} written to {}", count_text(prior.edges.size(), "edge", "edges"),
                            count_text(prior.tf_count(), "TF", "TFs"), m_out));
}

void copy_file(const std::string& from, const std::string& to) {
    std::ifstream file(from, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (!file.good() && !file.eof()) throw Error(ErrorKind::Input, "The file could not be read", from);
    AtomicFile out(to);
    out.write(bytes);
    out.commit();
}

void PriorCommand::fetch(Console& console) const {
    PriorFetch request = m_request;
    request.service = prior_service_from(m_service);
    request.mouse = m_organism == "mouse";
    if (!m_out.empty()) check_output(m_out);
    ConsoleJob job(console);
    const FetchedPrior fetched = fetch_prior(request, job);
    const KeptPrior& prior = fetched.prior;
    if (!m_out.empty()) copy_file(prior.path, m_out);
    json object = kept_json(prior);
    object.update({{"from_copy", fetched.from_copy}, {"problem", fetched.problem}, {"out", m_out}});
    console.emit(object);
    if (fetched.from_copy) {
        console.warn(fmt::format("{}. Using the copy downloaded {}", fetched.problem, prior.date));
    }
    console.say(fmt::format("{}, {}: {} of {}", prior.service, prior.organism,
                            count_text(prior.edges, "edge", "edges"), count_text(prior.tfs, "TF", "TFs")));
    console.say(fmt::format("downloaded     {} from {}", prior.date, prior.url));
    console.say(fmt::format("SHA-256        {}", prior.sha256));
    console.say(fmt::format("file           {}", m_out.empty() ? prior.path : m_out));
}

}  // namespace

std::unique_ptr<Command> make_prior_command() {
    return std::make_unique<PriorCommand>();
}

}  // namespace regulus
