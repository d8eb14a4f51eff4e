#include "core/workflow/dataset_summary.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"

namespace regulus {
namespace {

// The assay a model would learn from, or null when only scaled values exist.
const Assay* usable_assay(const Dataset& dataset) {
    try {
        return &modelling_assay(dataset);
    } catch (const Error&) {
        return nullptr;
    }
}

std::size_t edges_with(const RegulatoryNetwork& prior, const Table& var, const std::string& column) {
    return coverage(prior, gene_names(var, column).names).edges;
}

// The names of var that meet the prior best, with the edges they would use.
std::pair<std::string, std::size_t> best_names(const RegulatoryNetwork& prior, const Table& var) {
    std::pair<std::string, std::size_t> best{"index", edges_with(prior, var, "index")};
    for (const Column& column : var.columns) {
        if (column.text() == nullptr && column.categorical() == nullptr) continue;
        const std::size_t edges = edges_with(prior, var, column.name);
        if (edges > best.second) best = {column.name, edges};
    }
    return best;
}

std::string examples(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, names.size()); ++i)
        text += (i ? ", " : "") + names[i];
    return text;
}

std::string explain(const PriorMatch& match, const GeneNames& genes, const RegulatoryNetwork& prior) {
    std::string text = fmt::format(
        "No edge of the prior joins two genes of the data set: its genes are named like {} ({}, {})",
        examples(genes.names), to_string(genes.kind),
        genes.source == "index" ? "var index" : "var column " + genes.source);
    text += fmt::format(", those of the prior like {}. ", examples(prior.genes));
    if (!match.better_column.empty()) {
        return text +
               fmt::format("The names in '{}' match; choose them as the gene names", match.better_column);
    }
    if (match.coverage.case_differs || genes.mouse) {
        return text + (genes.mouse ? "The data look like mouse: choose a mouse prior"
                                   : "They differ in upper and lower case, as human and mouse symbols do: "
                                     "choose a prior of the "
                                     "same species");
    }
    if (genes.kind == GeneIdentifier::Ensembl) {
        return text + "Add a column of gene symbols to var, or choose a prior with Ensembl names";
    }
    return text + "Choose a prior of the same species and kind of names";
}

}  // namespace

DatasetSummary summarise(const Dataset& dataset, const std::string& gene_column) {
    DatasetSummary summary;
    const Assay* assay = usable_assay(dataset);
    summary.cells = dataset.cells();
    summary.genes = dataset.assays.front().matrix->genes();
    summary.labels = label_columns(dataset.obs);
    summary.batches = batch_columns(dataset.obs);
    summary.gene_names = gene_names(*(assay != nullptr ? assay : &dataset.assays.front())->var, gene_column);
    summary.warnings = dataset.warnings;
    if (assay != nullptr) {
        summary.modelling_assay = assay->name;
    } else if (dataset.cells() == 0) {
        summary.warnings.emplace_back("The data set has no cells");
    } else {
        summary.warnings.emplace_back(
            "No counts or normalised values: cells can be looked at, but no model can learn from them");
    }
    // Of the index the data set itself says so.
    if (summary.gene_names.duplicates > 0 && summary.gene_names.source != "index") {
        summary.warnings.push_back(fmt::format(
            "Gene names that occur more than once end in -1, -2, ... from the second on: {} in {}",
            summary.gene_names.duplicates, summary.gene_names.source));
    }
    return summary;
}

PriorMatch match_prior(const Dataset& dataset, const GeneNames& genes, const RegulatoryNetwork& prior) {
    PriorMatch match;
    match.coverage = coverage(prior, genes.names);
    const Assay* assay = usable_assay(dataset);
    const Table& var = *(assay != nullptr ? *assay : dataset.assays.front()).var;
    // Looking at every column costs as much as reading them all, and a decent match has no need of it.
    if (match.coverage.edges * 10 < prior.edges.size()) {
        const auto [column, edges] = best_names(prior, var);
        if (column != genes.source && edges > 0 && edges >= 2 * match.coverage.edges)
            match.better_column = column;
    }
    if (match.coverage.edges == 0) match.problem = explain(match, genes, prior);
    return match;
}

}  // namespace regulus
