#include "core/workflow/prior_match.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/count_text.h"

namespace regulus {
namespace {

// A match that uses a tenth of the prior is a decent one; looking at every column costs as much as reading
// them all.
constexpr std::size_t decent_share = 10;

Species species_of(const std::vector<std::string>& names) {
    return gene_names(Table{names, {}, {}}, "index").species;
}

bool known(Species species) {
    return species != Species::Unknown && species != Species::Several;
}

std::string explain(const PriorMatch& match, const RegulatoryNetwork& prior) {
    const std::string text = fmt::format(
        "No edge of the prior connects two genes of the dataset: its genes are called {} ({}, {}), those "
        "of the prior {}. ",
        examples(match.genes.names), to_string(match.genes.kind), describe_names(match.used),
        examples(prior.genes));
    if (match.better) {
        const std::string way =
            fmt::format("The names in '{}' match; choose them as the gene names", match.better->column);
        if (match.better->column != match.used.column && match.better->spelling == Spelling::Exact)
            return text + way;
        return text + (match.species.empty() ? "" : match.species + ". ") + match.proposal;
    }
    if (!match.species.empty()) return text + match.species;
    if (match.coverage.case_differs) {
        return text +
               "The names differ in case, as human and mouse symbols do. Choose a prior of "
               "the same species";
    }
    if (match.genes.kind == GeneIdentifier::Ensembl || match.genes.kind == GeneIdentifier::Entrez) {
        return text +
               "Choose a column of var with gene symbols, a mapping file from these identifiers "
               "to symbols, or a prior with such identifiers";
    }
    return text + "Choose a prior with the same species and identifiers, or a mapping file";
}

}  // namespace

std::string examples(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, names.size()); ++i)
        text += (i ? ", " : "") + names[i];
    return text;
}

std::string species_note(Species data, const std::vector<std::string>& genes, const char* other,
                         const GeneChoice& used) {
    const Species theirs = species_of(genes);
    if (used.through_mapping || !known(data) || !known(theirs) || data == theirs) return {};
    std::string text = fmt::format("The genes of the data are {}, but those of the {} are {}",
                                   to_string(data), other, to_string(theirs));
    if (used.spelling == Spelling::WithoutCase) {
        return text + fmt::format(
                          "; ignoring case, {}, but orthologs with other names do not. "
                          "Use a {} for the same species, or a mapping file of orthologs",
                          count_text(used.genes, "gene matches", "genes match"), other);
    }
    return text + fmt::format(". Choose a {} {}, or a mapping file of orthologs ({} to {})", to_string(data),
                              other, to_string(data), to_string(theirs));
}

PriorMatch match_prior(const Table& var, const GeneRequest& request, const RegulatoryNetwork& prior) {
    PriorMatch match;
    MatchedNames names = matched_names(var, request, prior);
    match.genes = std::move(names.genes);
    match.used = names.choice;
    match.coverage = coverage(prior, match.genes.names);
    match.species = species_note(match.genes.species, prior.genes, "prior", match.used);
    if (match.coverage.usable() * decent_share < prior.edges.size()) {
        const auto choices = gene_choices(var, prior, request.mapping.get());
        if (const GeneChoice* better = better_choice(choices, match.used)) {
            match.better = *better;
            match.better_ignores_case = better->spelling == Spelling::WithoutCase &&
                                        better->column == match.used.column &&
                                        better->through_mapping == match.used.through_mapping;
            match.proposal = fmt::format(
                "{}, {} instead of {}",
                match.better_ignores_case ? "Ignoring case"
                                          : "With gene names from " + describe_names(*better),
                count_text(better->edges, "edge matches", "edges match"), count_text(match.used.edges));
        }
    }
    if (match.coverage.usable() == 0) match.problem = explain(match, prior);
    return match;
}

}  // namespace regulus
