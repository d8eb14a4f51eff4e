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
    if (values == ValuesOf::Activity)
        notes.push_back(
            "Activity follows the number of genes that a cell shows, above all for TFs whose targets are "
            "silent: "
            "groups of unlike depth differ in it without any regulation. See mRNA and attention beside it.");
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

}  // namespace regulus
