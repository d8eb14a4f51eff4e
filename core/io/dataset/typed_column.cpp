#include "core/io/dataset/typed_column.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>

#include "core/io/files/number_text.h"

namespace regulus {
namespace {

std::optional<Numeric> as_numbers(const std::vector<std::string>& values) {
    Numeric numbers;
    numbers.integral = true;
    numbers.values.reserve(values.size());
    bool any = false;
    for (const std::string& text : values) {
        if (is_missing_text(text)) {
            numbers.values.push_back(std::numeric_limits<double>::quiet_NaN());
            numbers.integral = false;
            continue;
        }
        const auto number = decimal_number(text);
        if (!number) return std::nullopt;
        any = true;
        numbers.integral = numbers.integral && text.find_first_of(".eE") == std::string::npos;
        numbers.values.push_back(*number);
    }
    return any ? std::optional(std::move(numbers)) : std::nullopt;
}

std::optional<Boolean> as_booleans(const std::vector<std::string>& values) {
    Boolean booleans;
    booleans.values.reserve(values.size());
    bool any = false;
    for (const std::string& text : values) {
        const bool yes = text == "True" || text == "TRUE" || text == "true";
        if (!yes && text != "False" && text != "FALSE" && text != "false" && !is_missing_text(text)) {
            return std::nullopt;
        }
        any = any || !is_missing_text(text);
        booleans.values.push_back(is_missing_text(text) ? std::int8_t{-1} : static_cast<std::int8_t>(yes));
    }
    return any ? std::optional(std::move(booleans)) : std::nullopt;
}

std::optional<Categorical> as_categories(const std::vector<std::string>& values) {
    std::map<std::string_view, std::int32_t> places;
    std::size_t present = 0;
    for (const std::string& text : values) {
        if (is_missing_text(text)) continue;
        ++present;
        places.emplace(text, 0);
    }
    if (places.size() == present) return std::nullopt;
    Categorical result;
    for (auto& [text, place] : places) {
        place = static_cast<std::int32_t>(result.categories.size());
        result.categories.emplace_back(text);
    }
    result.codes.reserve(values.size());
    for (const std::string& text : values) result.codes.push_back(is_missing_text(text) ? -1 : places[text]);
    return result;
}

}  // namespace

Column typed_column(std::string name, std::vector<std::string> values) {
    if (auto numbers = as_numbers(values)) return {std::move(name), std::move(*numbers)};
    if (auto booleans = as_booleans(values)) return {std::move(name), std::move(*booleans)};
    if (auto categories = as_categories(values)) return {std::move(name), std::move(*categories)};
    for (std::string& text : values) {
        if (is_missing_text(text)) text.clear();
    }
    return {std::move(name), Text{std::move(values)}};
}

}  // namespace regulus
