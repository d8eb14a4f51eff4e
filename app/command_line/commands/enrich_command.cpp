// regulus enrich: which gene sets, or regulons, have more genes of a list than chance would give them.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <nlohmann/json.hpp>

#include "app/command_line/commands/command.h"
#include "app/command_line/commands/enrichment_files.h"
#include "app/command_line/console.h"
#include "app/command_line/options/gene_list_options.h"
#include "app/command_line/options/output_files.h"
#include "app/command_line/options/prior_options.h"
#include "core/base/error.h"
#include "core/io/prior/gene_set_reader.h"
#include "core/workflow/enrichment_csv.h"
#include "core/workflow/over_representation.h"

namespace regulus {
namespace {

class EnrichCommand final : public Command {
  public:
    const char* name() const override { return "enrich"; }
    const char* description() const override {
        return "Find the gene sets or regulons that a list of genes is rich in";
    }
    void declare(CLI::App& app) override;
    void run(Console& console) override;

  private:
    std::vector<GeneSet> open_sets(Console& console, Job& job) const;
    EnrichmentOptions options() const;

    GeneListOptions m_list;
    PriorArguments m_filters;
    std::string m_sets, m_prior, m_universe = "sets", m_match = "auto", m_out;
    std::size_t m_min_genes = EnrichmentOptions{}.min_genes, m_top = 20;
};

void EnrichCommand::declare(CLI::App& app) {
    declare_gene_list(app, m_list);
    auto* const sets = app.add_option("--sets", m_sets, "Gene sets (GMT)")->type_name("FILE");
    app.add_option("--prior", m_prior, "Regulons: the targets of each TF of a prior, or starter")
        ->type_name("FILE")
        ->excludes(sets);
    declare_prior_filters(app, m_filters);
    app.add_option("--universe", m_universe,
                   "Genes that count: sets (tested, and in at least one set) or tested (all tested)")
        ->check(CLI::IsMember({"sets", "tested"}))
        ->capture_default_str();
    app.add_option("--min-genes", m_min_genes, "Minimum number of a set's genes among those that count")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    app.add_option(
           "--gene-match", m_match,
           "How gene names are matched with those of the sets: exact, version (ignore Ensembl versions), "
           "case (ignore case as well), or auto")
        ->check(CLI::IsMember({"exact", "version", "case", "auto"}))
        ->type_name("HOW")
        ->capture_default_str();
    app.add_option("--out", m_out, "Table to write (.csv, .tsv): one row per set")->type_name("FILE");
    app.add_option("--top", m_top, "Sets printed")->capture_default_str();
}

std::vector<GeneSet> EnrichCommand::open_sets(Console& console, Job& job) const {
    if (!m_prior.empty()) {
        const RegulatoryNetwork prior = open_prior(m_prior, m_filters, job);
        for (const std::string& warning : prior.warnings) console.warn(warning);
        return regulon_sets(prior);
    }
    if (m_filters != PriorArguments{})
        throw Error(ErrorKind::Usage, "Filters of a prior apply to --prior alone", {}, "Leave them out");
    if (m_sets.empty())
        throw Error(ErrorKind::Usage, "No gene sets were named", {}, "Give them with --sets or --prior");
    GeneSets read = read_gene_sets(m_sets, job);
    for (const std::string& warning : read.warnings) console.warn(warning);
    return std::move(read.sets);
}

EnrichmentOptions EnrichCommand::options() const {
    EnrichmentOptions made;
    made.universe = m_universe == "tested" ? Universe::AllTested : Universe::TestedInSets;
    made.min_genes = m_min_genes;
    if (m_match == "exact") made.spelling = Spelling::Exact;
    if (m_match == "version") made.spelling = Spelling::WithoutVersion;
    if (m_match == "case") made.spelling = Spelling::WithoutCase;
    return made;
}

void EnrichCommand::run(Console& console) {
    check_gene_list(m_list);
    if (!m_out.empty()) check_table(m_out);
    ConsoleJob job(console);
    const std::vector<GeneSet> sets = open_sets(console, job);
    const OpenedList opened = open_gene_list(m_list, console, job);
    const Enrichment made = over_representation(opened.list, opened.tested, sets, options(), job);
    for (const std::string& warning : made.warnings) console.warn(warning);
    if (!m_out.empty()) write_enrichment(made, m_out);
    say_enrichment(console, made, m_top);
    nlohmann::json object = enrichment_json(made, m_top);
    object.update({{"universe_of", m_universe}, {"out", m_out}});
    console.emit(object);
}

}  // namespace

std::unique_ptr<Command> make_enrich_command() {
    return std::make_unique<EnrichCommand>();
}

}  // namespace regulus
