#include "core/workflow/comparison_notes.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/count_text.h"
#include "core/workflow/labels.h"

namespace regulus {
namespace {

// Clusters are numbered, or their column is named after the method that made them.
bool looks_like_clusters(const std::string& column, const Table& obs) {
    const auto columns = label_columns(obs);
    const auto found = std::ranges::find(columns, column, &ColumnGuess::name);
    if (found != columns.end() && found->kind == LabelKind::Numbers) return true;
    return std::ranges::any_of(
        std::vector<std::string>{"cluster", "leiden", "louvain"},
        [&](const std::string& word) { return column.find(word) != std::string::npos; });
}

std::string of_donors(const Table& obs, const std::string& compared) {
    const auto donors = batch_columns(obs);
    const auto found =
        std::ranges::find_if(donors, [&](const ColumnGuess& guess) { return guess.name != compared; });
    const std::string plain =
        "Every cell counts as a replicate: the p values tell how sure a difference is among these cells, not "
        "whether it would be found in other donors.";
    if (found == donors.end()) return plain;
    return fmt::format("{} {} has {}: a test over donors answers that.", plain, found->name,
                       count_text(found->classes, "value", "values"));
}

}  // namespace

std::vector<std::string> comparison_notes(const CellGroups& groups, ValuesOf values, const Table& obs,
                                          const ModelFile* model) {
    std::vector<std::string> notes{of_donors(obs, groups.column)};
    const std::string& column = groups.column;
    if (column.starts_with("regulus_")) {
        notes.push_back(fmt::format(
            "{} was predicted from the expression of these genes: that the groups differ in them was decided "
            "before, and the p values rank genes but are no evidence that the groups exist.",
            column));
    } else if (looks_like_clusters(column, obs)) {
        notes.push_back(fmt::format(
            "{} looks like clusters: if they were made from these genes, the groups differ because they were "
            "made to, and the p values rank genes but are no evidence that the groups exist.",
            column));
    } else {
        notes.push_back(
            "If the groups were made from the same genes, by clustering or by looking at markers, the p "
            "values "
            "rank genes but are no evidence that the groups exist.");
    }
    if (model != nullptr && values == ValuesOf::Attention && model->record.label_column == column &&
        !column.empty()) {
        notes.push_back(
            fmt::format("The model learned {} from labelled cells: that its attention differs between these "
                        "groups is what "
                        "it was trained for, and the p values are no evidence of regulation.",
                        column));
    }
    return notes;
}

std::string depth_note(const DepthCheck& check) {
    if (check.tests.empty())
        return "What a model that reads genes says of TFs is not compared at equal depth, as that would take "
               "as "
               "long as predicting again: groups of unlike depth may differ without any regulation.";
    const std::string strata =
        "cells are compared with those in which a TF without expressed targets would score alike (van "
        "Elteren\u2019s test, false discovery rate 5 %)";
    const std::string regulons =
        " That it differs says that the cells do, not that the TF is the cause: targets that are exchanged "
        "at random differ about as often.";
    const std::string fewer =
        check.cells < check.wanted
            ? fmt::format(" At equal depth {} stand for all: the {} that usually would do not fit in memory.",
                          count_text(check.cells, "cell", "cells"), count_text(check.wanted))
            : std::string();
    if (!check.thinned)
        return "The values are not made of counts, so that depth could not be made equal. Whether a TF "
               "differs "
               "is told within strata of depth alone: " +
               strata + "." + regulons + fewer;
    return "What is read of TFs follows sequencing depth. TFs are therefore compared at equal depth, too, "
           "and "
           "are grey where the groups do not differ then: molecules are drawn from each cell until the "
           "totals of both sides are distributed alike, "
           "and " +
           strata + "." + regulons + fewer;
}

std::string rewired_note(const RewiredCheck& check) {
    std::size_t tested = 0, standing = 0;
    double by_chance = 0;
    for (const StandingCount& count : check.counts) {
        tested += count.tested;
        standing += count.standing;
        by_chance += count.by_chance;
    }
    return fmt::format(
        "TFs that stand out, the others being grey: {} of {}; by chance {:.{}f}. They differ at equal depth, "
        "and "
        "more than with {} rewired priors, in which targets are exchanged at random (p \u2264 5 %); chance "
        "is "
        "the mean of these priors, each judged in the same way.",
        count_text(standing), count_text(tested), by_chance, by_chance < 10 ? 1 : 0, check.priors);
}

}  // namespace regulus
