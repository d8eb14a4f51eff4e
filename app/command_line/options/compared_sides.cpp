#include "app/command_line/options/compared_sides.h"

#include <algorithm>

namespace regulus {
namespace {

std::vector<ColumnValue> values_of(const std::vector<std::string>& texts, const char* option) {
    std::vector<ColumnValue> values;
    for (const std::string& text : texts) {
        ColumnValue value = parse_column_value(text, option);
        if (std::ranges::find(values, value) == values.end()) values.push_back(std::move(value));
    }
    return values;
}

void rename(std::string& side, const std::vector<ColumnValue>& values) {
    if (values.empty()) return;
    if (std::ranges::any_of(values, [&](const auto& one) { return one.column != values.front().column; }))
        return;
    side.clear();
    for (const ColumnValue& one : values) side += (side.empty() ? "" : ", ") + one.value;
}

}  // namespace

CellGroups sides_of(const Table& obs, const SideOptions& options, std::span<const std::uint32_t> rows) {
    return two_groups(obs, values_of(options.of, "--of"), values_of(options.against, "--against"), rows);
}

void name_by_values(CellGroups& sides, const SideOptions& options) {
    rename(sides.names[0], values_of(options.of, "--of"));
    rename(sides.names[1], values_of(options.against, "--against"));
}

}  // namespace regulus
