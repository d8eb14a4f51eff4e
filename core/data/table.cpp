#include "core/data/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace regulus {
namespace {

std::optional<Categorical> from_numbers(const Numeric& column, std::size_t max_categories) {
    std::map<double, std::int32_t> places;
    for (const double value : column.values) {
        if (std::isnan(value)) continue;
        if (value != std::floor(value)) return std::nullopt;
        places.emplace(value, 0);
        if (places.size() > max_categories) return std::nullopt;
    }
    Categorical result;
    for (auto& [value, place] : places) {
        place = static_cast<std::int32_t>(result.categories.size());
        result.categories.push_back(fmt::format("{:.0f}", value));
    }
    result.codes.reserve(column.values.size());
    for (const double value : column.values) result.codes.push_back(std::isnan(value) ? -1 : places[value]);
    return result;
}

std::optional<Categorical> from_text(const Text& column, std::size_t max_categories) {
    std::map<std::string, std::int32_t> places;
    const auto missing = [](const std::string& s) { return s.empty() || s == "nan" || s == "NaN"; };
    for (const auto& value : column.values) {
        if (missing(value)) continue;
        places.emplace(value, 0);
        if (places.size() > max_categories) return std::nullopt;
    }
    Categorical result;
    for (auto& [value, place] : places) {
        place = static_cast<std::int32_t>(result.categories.size());
        result.categories.push_back(value);
    }
    result.codes.reserve(column.values.size());
    for (const auto& value : column.values) result.codes.push_back(missing(value) ? -1 : places[value]);
    return result;
}

}  // namespace

const Column* Table::find(std::string_view name) const {
    for (const auto& column : columns) {
        if (column.name == name) return &column;
    }
    return nullptr;
}

std::size_t Column::rows() const {
    return std::visit(
        [](const auto& column) {
            if constexpr (requires { column.codes; }) {
                return column.codes.size();
            } else {
                return column.values.size();
            }
        },
        values);
}

void put(std::vector<Column>& columns, Column column) {
    const auto same = std::ranges::find(columns, column.name, &Column::name);
    if (same == columns.end())
        columns.push_back(std::move(column));
    else
        *same = std::move(column);
}

std::optional<Categorical> as_categorical(const Column& column, std::size_t max_categories) {
    if (const auto* categories = column.categorical()) {
        if (categories->categories.size() > max_categories) return std::nullopt;
        return *categories;
    }
    if (const auto* numbers = column.numeric()) return from_numbers(*numbers, max_categories);
    if (const auto* text = column.text()) return from_text(*text, max_categories);
    Categorical result{{"false", "true"}, {}, {}, false};
    for (const std::int8_t value : column.boolean()->values) result.codes.push_back(value);
    return result;
}

}  // namespace regulus
