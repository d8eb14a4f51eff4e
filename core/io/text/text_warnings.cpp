#include "core/io/text/text_warnings.h"

#include <fmt/format.h>

#include <algorithm>

namespace regulus {
namespace {

std::string some_of(const std::vector<std::string>& all) {
    constexpr std::size_t shown = 8, longest = 40;
    std::string names;
    for (std::size_t i = 0; i < std::min(shown, all.size()); ++i)
        names += (i > 0 ? ", " : "") + all[i].substr(0, longest);
    if (all.size() > shown) names += fmt::format(" and {} more", all.size() - shown);
    return names;
}

}  // namespace

std::vector<std::string> text_warnings(const TextLayout& layout, const TextRows& rows,
                                       const std::string& named_by, const std::optional<TextGap>& gap) {
    std::vector<std::string> warnings;
    const auto list = [&](const char* what, const std::vector<std::string>& names) {
        if (!names.empty()) warnings.push_back(what + some_of(names));
    };
    if (!layout.row_names && named_by.empty())
        warnings.emplace_back("The rows have no names and are numbered");
    if (!layout.sure) {
        warnings.emplace_back("Neither row names nor column names look like genes; rows were read as genes");
    }
    list("Columns of numbers that are not expression were put with the annotation: ", layout.no_genes);
    list("Rows that are not expression were read as annotation of cells: ", rows.column_annotation_names);
    list("Taken as genes, though their names are unlike those of the others: ",
         layout.cells_in_rows ? layout.odd_genes : rows.odd_names);
    if (!named_by.empty()) warnings.push_back("The cells are named by " + named_by);
    if (gap) {
        warnings.push_back(
            fmt::format("Values are missing (the first: line {}, column {}). Genes without "
                        "gaps can be shown, but nothing is computed from the table",
                        gap->line, gap->field));
    }
    if (rows.left_out > 0)
        warnings.push_back(fmt::format("Rows without values were left out: {}", rows.left_out));
    if (rows.columns_left_out > 0)
        warnings.push_back(fmt::format("Columns without values were left out: {}", rows.columns_left_out));
    return warnings;
}

}  // namespace regulus
