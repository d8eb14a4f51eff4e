#include "ui/session/named_selection.h"

#include <algorithm>

#include "core/data/group_sizes.h"
#include "ui/session/group_colors.h"

namespace regulus {

namespace {

void dropEmpty(Categorical& column) {
    const std::vector<std::size_t> sizes = group_sizes(column.codes, column.categories.size());
    const bool colored = column.colors.size() == column.categories.size();
    std::vector<std::int32_t> place(column.categories.size(), -1);
    Categorical kept;
    for (std::size_t k = 0; k < column.categories.size(); ++k) {
        if (sizes[k] == 0) continue;
        place[k] = static_cast<std::int32_t>(kept.categories.size());
        kept.categories.push_back(column.categories[k]);
        if (colored) kept.colors.push_back(column.colors[k]);
    }
    for (std::int32_t& code : column.codes)
        if (code >= 0) code = place[static_cast<std::size_t>(code)];
    column.categories = std::move(kept.categories);
    column.colors = std::move(kept.colors);
}

}  // namespace

std::shared_ptr<const Categorical> withNamed(const Categorical* column, const CellSet& cells,
                                             const std::string& name) {
    Categorical made;
    if (column) made = *column;
    // What the map shows stays as it is; one that is new gets a colour that no other has.
    if (column) made.colors = colorNames(*column);
    made.codes.resize(cells.universe(), -1);
    made.kind = Categorical::Kind::Texts;
    made.ordered = false;
    auto at = std::ranges::find(made.categories, name);
    if (at == made.categories.end()) {
        made.categories.push_back(name);
        if (column) made.colors.emplace_back();
        at = made.categories.end() - 1;
    }
    const auto code = static_cast<std::int32_t>(at - made.categories.begin());
    for (const std::uint32_t cell : cells.rows()) made.codes[cell] = code;
    dropEmpty(made);
    return std::make_shared<const Categorical>(std::move(made));
}

}  // namespace regulus
