#include "core/data/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <type_traits>
#include <utility>

namespace regulus {
namespace {

bool is_bits(StoredNumber type) {
    return type.is_unsigned && type.bytes == 8;
}

// Of whole numbers, `value(row)` in a type whose order is theirs.
template <class Value>
std::optional<Categorical> from_whole(const Numeric& column, std::size_t max_categories, Value value) {
    std::map<decltype(value(0)), std::int32_t> places;
    const std::size_t rows = column.values.size();
    for (std::size_t r = 0; r < rows; ++r) {
        if (std::isnan(column.values[r])) continue;
        places.emplace(value(r), 0);
        if (places.size() > max_categories) return std::nullopt;
    }
    Categorical result;
    for (auto& [number, place] : places) {
        place = static_cast<std::int32_t>(result.categories.size());
        if constexpr (std::is_floating_point_v<decltype(value(0))>)
            result.categories.push_back(fmt::format("{:.0f}", number));
        else
            result.categories.push_back(fmt::format("{}", number));
    }
    result.codes.reserve(rows);
    for (std::size_t r = 0; r < rows; ++r)
        result.codes.push_back(std::isnan(column.values[r]) ? -1 : places[value(r)]);
    return result;
}

std::optional<Categorical> from_numbers(const Numeric& column, std::size_t max_categories) {
    for (const double value : column.values) {
        if (!std::isnan(value) && value != std::floor(value)) return std::nullopt;
    }
    if (column.exact.empty())
        return from_whole(column, max_categories, [&](std::size_t r) { return column.values[r]; });
    if (is_bits(column.type)) {
        return from_whole(column, max_categories,
                          [&](std::size_t r) { return static_cast<std::uint64_t>(column.exact[r]); });
    }
    return from_whole(column, max_categories, [&](std::size_t r) { return column.exact[r]; });
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

std::vector<std::uint8_t> used_in(const Categorical& column) {
    std::vector<std::uint8_t> used(column.categories.size(), 0);
    for (const std::int32_t code : column.codes) {
        if (code >= 0) used[static_cast<std::size_t>(code)] = 1;
    }
    return used;
}

Categorical with_rows_only(const Categorical& column) {
    const std::vector<std::uint8_t> used = used_in(column);
    Categorical result{{}, {}, {}, column.ordered};
    std::vector<std::int32_t> places(used.size(), -1);
    for (std::size_t c = 0; c < used.size(); ++c) {
        if (used[c] == 0) continue;
        places[c] = static_cast<std::int32_t>(result.categories.size());
        result.categories.push_back(column.categories[c]);
        if (c < column.colors.size()) result.colors.push_back(column.colors[c]);
    }
    result.codes.reserve(column.codes.size());
    for (const std::int32_t code : column.codes)
        result.codes.push_back(code < 0 ? -1 : places[static_cast<std::size_t>(code)]);
    return result;
}

}  // namespace

Numeric whole_numbers(std::vector<std::int64_t> numbers, StoredNumber type) {
    Numeric column{{}, true, type};
    column.values.reserve(numbers.size());
    bool beyond = false;
    for (const std::int64_t number : numbers) {
        const double value = is_bits(type) ? static_cast<double>(static_cast<std::uint64_t>(number))
                                           : static_cast<double>(number);
        beyond = beyond || std::abs(value) >= exact_in_double;
        column.values.push_back(value);
    }
    if (beyond) column.exact = std::move(numbers);
    return column;
}

std::string number_text(const Numeric& column, std::size_t row) {
    const double value = column.values[row];
    if (std::isnan(value)) return "nan";
    if (!column.exact.empty()) {
        return is_bits(column.type) ? std::to_string(static_cast<std::uint64_t>(column.exact[row]))
                                    : std::to_string(column.exact[row]);
    }
    if (column.integral && std::abs(value) < exact_in_double)
        return std::to_string(static_cast<std::int64_t>(value));
    return fmt::format("{}", value);
}

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

bool all_used(const Categorical& column) {
    const std::vector<std::uint8_t> used = used_in(column);
    return std::ranges::find(used, 0) == used.end();
}

std::optional<Categorical> as_categorical(const Column& column, std::size_t max_categories) {
    if (const auto* categories = column.categorical()) {
        Categorical used = with_rows_only(*categories);
        if (used.categories.size() > max_categories) return std::nullopt;
        return used;
    }
    if (const auto* numbers = column.numeric()) return from_numbers(*numbers, max_categories);
    if (const auto* text = column.text()) return from_text(*text, max_categories);
    Categorical result{{"false", "true"}, {}, {}, false};
    for (const std::int8_t value : column.boolean()->values) result.codes.push_back(value);
    return result;
}

}  // namespace regulus
