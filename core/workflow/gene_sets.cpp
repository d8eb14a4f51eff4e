#include "core/workflow/gene_sets.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/data/normalise.h"
#include "core/data/selected_cells.h"
#include "core/stats/gene_moments.h"
#include "core/workflow/learning_assay.h"

namespace regulus {
namespace {

constexpr std::size_t most_named = 20, most_told_apart = 5;

std::vector<std::string> all_genes(std::span<const GeneSet> sets) {
    std::vector<std::string> genes;
    std::unordered_set<std::string_view> seen;
    for (const GeneSet& set : sets)
        for (const std::string& gene : set.genes)
            if (seen.insert(gene).second) genes.push_back(gene);
    return genes;
}

std::string names_text(std::vector<std::string> names) {
    const bool more = names.size() > most_named;
    names.resize(std::min(names.size(), most_named));
    return fmt::format("{}{}", fmt::join(names, ", "), more ? ", ..." : "");
}

void warn_of_missing(MatchedSets& made, const std::vector<std::string>& absent_sets) {
    if (!absent_sets.empty())
        made.warnings.push_back(fmt::format("{} no gene in the data: {}",
                                            count_text(absent_sets.size(), "set has", "sets have"),
                                            names_text(absent_sets)));
    std::vector<std::string> missing;
    std::unordered_set<std::string_view> seen;
    for (const MatchedSet& set : made.sets) {
        for (const std::string& gene : set.missing)
            if (seen.insert(gene).second) missing.push_back(gene);
        if (made.sets.size() <= most_told_apart && !set.missing.empty())
            made.warnings.push_back(fmt::format(
                "{}: {} of {} not in the data: {}", set.name, count_text(set.missing.size()),
                count_text(set.genes.size() + set.missing.size(), "gene", "genes"), names_text(set.missing)));
    }
    if (made.sets.size() > most_told_apart && !missing.empty())
        made.warnings.push_back(fmt::format("{} of the sets not in the data: {}",
                                            count_text(missing.size(), "gene", "genes"),
                                            names_text(missing)));
}

std::vector<GeneColumns> columns_of(const MatchedSets& matched) {
    std::vector<GeneColumns> columns;
    for (const MatchedSet& set : matched.sets) columns.push_back(set.genes);
    return columns;
}

void add_controls(SetScoring& made, Job& job) {
    const ControlOptions& options = made.options.controls;
    if (made.matrix->genes() < options.bins)
        throw Error(ErrorKind::Data,
                    fmt::format("The data have {}, too few for {} bins of controls",
                                count_text(made.matrix->genes(), "gene", "genes"), options.bins),
                    {}, "Score them by AUCell, or use fewer bins");
    const std::vector<std::int32_t> all(made.matrix->cells(), 0);
    const auto moments = gene_moments(*made.matrix, {all, 1}, Scaling::None, job);
    made.controls = control_genes(moments[0].mean, made.sets, options);
    for (std::size_t s = 0; s < made.sets.size(); ++s)
        if (made.controls[s].empty())
            throw Error(ErrorKind::Data,
                        fmt::format("No control genes are left for the set {}", made.matched.sets[s].name),
                        {}, "Leave the set out, or draw more controls");
}

}  // namespace

MatchedSets match_sets(const Table& var, const GeneRequest& request, std::span<const GeneSet> sets) {
    MatchedNames matched = matched_names(var, request, all_genes(sets));
    MatchedSets made;
    made.choice = matched.choice;
    made.names = std::move(matched.genes.names);
    std::unordered_map<std::string_view, std::uint32_t> places;
    for (std::size_t g = 0; g < made.names.size(); ++g)
        places.emplace(made.names[g], static_cast<std::uint32_t>(g));
    std::vector<std::string> absent;
    for (const GeneSet& set : sets) {
        MatchedSet one{set.name, {}, {}};
        for (const std::string& gene : set.genes) {
            const auto place = places.find(gene);
            if (place == places.end())
                one.missing.push_back(gene);
            else
                one.genes.push_back(place->second);
        }
        std::ranges::sort(one.genes);
        one.genes.erase(std::ranges::unique(one.genes).begin(), one.genes.end());
        if (one.genes.empty())
            absent.push_back(set.name);
        else
            made.sets.push_back(std::move(one));
    }
    if (made.sets.empty())
        throw Error(
            ErrorKind::Data,
            sets.size() == 1 ? fmt::format("None of the genes of {} is in the data", sets[0].name)
                             : "None of the genes of the sets is in the data",
            names_text(all_genes(sets)),
            fmt::format(
                "Its genes are named like {}: choose sets, or another column of names, that have such",
                made.names.empty() ? "" : made.names.front()));
    warn_of_missing(made, absent);
    return made;
}

const char* to_string(ScoreMethod method) {
    return method == ScoreMethod::Mean ? "scanpy" : "aucell";
}

SetScoring prepare_scores(const Dataset& dataset, std::vector<std::uint32_t> rows, const GeneRequest& genes,
                          std::span<const GeneSet> sets, const ScoreOptions& options, Job& job) {
    const Assay& assay = learning_assay(dataset, options.assay);
    SetScoring made;
    made.options = options;
    made.matched = match_sets(*assay.var, genes, sets);
    made.sets = columns_of(made.matched);
    const bool ranks = options.method == ScoreMethod::AuCell;
    // Ranks need no other scale, on which two values could become one.
    made.matrix = ranks ? assay.matrix : log_normalised(assay);
    made.values = ranks ? fmt::format("{} ({}), ranked in each cell", assay.name, describe_values(assay))
                        : values_used(assay);
    if (auto note = values_warning(assay); !ranks && !note.empty()) made.matched.warnings.push_back(note);
    if (rows.size() != dataset.cells()) made.matrix = selected_cells(made.matrix, std::move(rows));
    if (!ranks)
        add_controls(made, job);
    else if (const std::size_t all = made.matrix->genes(); aucell_rank(all, options.top) < 2)
        throw Error(ErrorKind::Data,
                    fmt::format("The top {:g} % of {} are no ranking", 100 * options.top,
                                count_text(all, "gene", "genes")),
                    {}, "Look at a larger share of the genes");
    return made;
}

void score_sets(const SetScoring& scoring, Job& job, const ScoreVisit& visit) {
    if (scoring.options.method == ScoreMethod::Mean)
        mean_scores(*scoring.matrix, scoring.sets, scoring.controls, job, visit);
    else
        aucell_scores(*scoring.matrix, scoring.sets, scoring.options.top, job, visit);
}

Matrix score_sets(const SetScoring& scoring, Job& job) {
    const std::size_t cells = scoring.matrix->cells(), sets = scoring.sets.size();
    if (sets > memory_ceiling() / sizeof(float) / std::max<std::size_t>(1, cells))
        throw Error(ErrorKind::Memory,
                    fmt::format("Scores of {} × {} do not fit in memory", count_text(cells, "cell", "cells"),
                                count_text(sets, "set", "sets")),
                    {}, "Score fewer cells or sets, or allow more memory");
    Matrix all(cells, sets);
    score_sets(scoring, job, [&](std::size_t first, const Matrix& scores) {
        std::ranges::copy(scores.values, all.values.begin() + static_cast<std::ptrdiff_t>(first * sets));
    });
    return all;
}

}  // namespace regulus
