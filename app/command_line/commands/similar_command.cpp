// regulus similar: which genes go with one gene over the cells.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/command_line/commands/command.h"
#include "app/command_line/console.h"
#include "app/command_line/options/choose_cells.h"
#include "app/command_line/options/data_options.h"
#include "app/command_line/options/gene_options.h"
#include "app/command_line/options/open_files.h"
#include "app/command_line/options/output_files.h"
#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/data/normalise.h"
#include "core/io/files/csv_writer.h"
#include "core/workflow/gene_sets.h"
#include "core/workflow/learning_assay.h"
#include "core/workflow/similar_genes.h"

namespace regulus {
namespace {

class SimilarCommand final : public Command {
  public:
    const char* name() const override { return "similar"; }
    const char* description() const override { return "Rank genes by their correlation with one gene"; }
    void declare(CLI::App& app) override;
    void run(Console& console) override;

  private:
    void write(const SimilarGenes& similar, const std::vector<std::string>& names, Job& job) const;
    void report(const SimilarGenes& similar, const MatchedSets& matched, const std::string& values,
                Console& console) const;

    DataOptions m_data;
    GeneOptions m_genes;
    CellChoice m_cells;
    std::string m_gene, m_assay, m_out;
    std::size_t m_least = least_cells_of_similar, m_top = 20;
};

void SimilarCommand::declare(CLI::App& app) {
    declare_data(app, m_data);
    app.add_option("--gene", m_gene, "The gene that others are compared with")->type_name("NAME")->required();
    app.add_option("--out", m_out, "Table of all genes compared (.csv, .tsv)")->type_name("FILE");
    app.add_option("--top", m_top, "Number of genes to print")
        ->check(CLI::Range(0, 1'000'000'000))
        ->capture_default_str();
    app.add_option("--min-cells", m_least, "Leave out genes in fewer of the cells")
        ->check(CLI::Range(1, 1'000'000'000))
        ->capture_default_str();
    declare_cells(app, m_cells);
    declare_genes(app, m_genes);
    app.add_option("--assay", m_assay, "Values to use: X, raw or a layer")->type_name("NAME");
}

// The values genes are compared on: those of a model, for other reasons.
const Assay& compared_assay(const Dataset& dataset, const std::string& name) {
    const Assay* const assay = name.empty() ? nullptr : dataset.assay(name);
    if (assay != nullptr && !can_learn_from(*assay))
        throw Error(ErrorKind::Data,
                    fmt::format("Genes are not compared on {}: {}", name,
                                assay->kind == ValueKind::NotFinite
                                    ? "it has NaN or infinite values"
                                    : fmt::format("its values are {}", to_string(assay->kind))),
                    dataset.path, "Choose counts or log-normalised values, all of them finite");
    return learning_assay(dataset, name);
}

// Where the gene is, and what all genes are called.
MatchedSets found_gene(const Assay& assay, const GeneRequest& request, const std::string& gene) {
    try {
        const GeneSet alone{gene, {gene}};
        return match_sets(*assay.var, request, std::span(&alone, 1));
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Data) throw;
        throw Error(ErrorKind::Usage, "No gene is called '" + gene + "'", {},
                    "See --gene-column for the names that genes go by");
    }
}

void SimilarCommand::write(const SimilarGenes& similar, const std::vector<std::string>& names,
                           Job& job) const {
    CsvWriter table(m_out);
    table.names({"gene", "r", "cells", "share"});
    for (std::size_t i = 0; i < similar.ranked.size(); ++i) {
        if (i % 1024 == 0) job.checkpoint();
        const SimilarGene& gene = similar.ranked[i];
        table.field(names[gene.gene]);
        table.field(gene.r);
        table.field(std::to_string(gene.present));
        table.field(static_cast<double>(gene.present) / static_cast<double>(similar.cells));
        table.end_row();
    }
    table.commit();
}

void SimilarCommand::report(const SimilarGenes& similar, const MatchedSets& matched,
                            const std::string& values, Console& console) const {
    std::vector<std::vector<std::string>> rows{{"gene", "r", "cells"}};
    nlohmann::json genes = nlohmann::json::array();
    for (std::size_t i = 0; i < std::min(m_top, similar.ranked.size()); ++i) {
        const SimilarGene& gene = similar.ranked[i];
        rows.push_back({matched.names[gene.gene], fmt::format("{:.3f}", gene.r), count_text(gene.present)});
        genes.push_back({{"gene", matched.names[gene.gene]}, {"r", gene.r}, {"cells", gene.present}});
    }
    console.say(fmt::format("Pearson's r with {} of log1p(CP10k) over {}; {} left out",
                            matched.names[similar.gene], count_text(similar.cells, "cell", "cells"),
                            count_text(similar.left_out, "gene", "genes")));
    console.table(std::move(rows));
    if (!m_out.empty())
        console.say(count_text(similar.ranked.size(), "gene", "genes") + " written to " + m_out);
    console.emit({{"gene", matched.names[similar.gene]},
                  {"cells", similar.cells},
                  {"values", values},
                  {"compared", similar.ranked.size()},
                  {"left_out", similar.left_out},
                  {"genes", std::move(genes)},
                  {"out", m_out},
                  {"peak_memory_mb", peak_memory_mb()}});
}

void SimilarCommand::run(Console& console) {
    if (!m_out.empty()) check_table(m_out);
    ConsoleJob job(console);
    PartJob opening(job, 0, 0.3), comparing(job, 0.3, 1);
    const auto dataset = open_dataset(m_data, opening, &console);
    const Assay& assay = compared_assay(*dataset, m_assay);
    const MatchedSets matched = found_gene(assay, open_genes(m_genes, opening), m_gene);
    const std::size_t gene = matched.sets.front().genes.front();
    const std::vector<std::uint32_t> rows = chosen_cells(dataset->obs, m_cells);
    const CellSet cells = rows.size() == dataset->cells() ? CellSet() : CellSet::of(dataset->cells(), rows);
    const std::string values = assay.name + " (" + describe_values(assay) + ")";
    console.say("values: " + values);
    const SimilarGenes similar = similar_genes(*log_normalised(assay), gene, cells, m_least, comparing);
    if (!m_out.empty()) write(similar, matched.names, comparing);
    report(similar, matched, values, console);
}

}  // namespace

std::unique_ptr<Command> make_similar_command() {
    return std::make_unique<SimilarCommand>();
}

}  // namespace regulus
