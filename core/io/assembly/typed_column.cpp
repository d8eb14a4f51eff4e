#include "core/io/assembly/typed_column.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>

#include "core/io/files/number_text.h"

namespace regulus {
namespace {

// A number with a zero in front is a name of a kind: plate 007.
bool is_padded(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    return text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9';
}

template <class Number>
std::optional<std::vector<std::int64_t>> digits_of(const std::vector<std::string>& values) {
    std::vector<std::int64_t> numbers;
    numbers.reserve(values.size());
    for (const std::string& text : values) {
        Number number = 0;
        if (!is_missing_text(text)) {
            const char* const begin = text.data() + (text.starts_with('+') ? 1 : 0);
            const char* const end = text.data() + text.size();
            const auto [stop, problem] = std::from_chars(begin, end, number);
            if (problem != std::errc() || stop != end) return std::nullopt;
        }
        numbers.push_back(static_cast<std::int64_t>(number));
    }
    return numbers;
}

// Whole numbers of which one is beyond 2^53, with every digit; nullopt where 64 bits do not hold them all.
std::optional<Numeric> as_long_numbers(const std::vector<std::string>& values,
                                       const std::vector<double>& rounded) {
    auto numbers = digits_of<std::int64_t>(values);
    const bool above = !numbers;
    if (!numbers) numbers = digits_of<std::uint64_t>(values);
    if (!numbers) return std::nullopt;
    return Numeric{rounded, true, {8, above}, false, std::move(*numbers)};
}

// Numbers of which some have a comma for a point; not "1,234", which may be a thousand and more.
bool has_decimal_commas(const std::vector<std::string>& values) {
    bool any = false;
    for (const std::string& text : values) {
        if (is_missing_text(text)) continue;
        const auto comma = text.find(',');
        std::string number = text;
        if (comma != std::string::npos) {
            if (text.find('.') != std::string::npos) return false;
            number[comma] = '.';
            const bool thousands =
                text.size() - comma == 4 && comma > 0 && text.find_first_of("123456789") == 0;
            any = any || !thousands;
        }
        if (!decimal_number(number) || is_padded(text)) return false;
    }
    return any;
}

std::optional<Numeric> as_numbers(const std::vector<std::string>& values) {
    Numeric numbers;
    numbers.integral = true;
    numbers.values.reserve(values.size());
    bool any = false, whole = true, beyond = false;
    for (const std::string& text : values) {
        if (is_missing_text(text)) {
            numbers.values.push_back(std::numeric_limits<double>::quiet_NaN());
            numbers.integral = false;
            continue;
        }
        const auto number = decimal_number(text);
        if (!number || is_padded(text)) return std::nullopt;
        any = true;
        whole = whole && text.find_first_of(".eE") == std::string::npos;
        beyond = beyond || std::abs(*number) >= exact_in_double;
        numbers.values.push_back(*number);
    }
    if (!any) return std::nullopt;
    // What 64 bits cannot hold is a name of digits.
    if (whole && beyond) return as_long_numbers(values, numbers.values);
    numbers.integral = numbers.integral && whole;
    return numbers;
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
    if (has_decimal_commas(values)) {
        for (std::string& text : values) std::ranges::replace(text, ',', '.');
    }
    if (auto numbers = as_numbers(values)) return {std::move(name), std::move(*numbers)};
    if (auto booleans = as_booleans(values)) return {std::move(name), std::move(*booleans)};
    if (auto categories = as_categories(values)) return {std::move(name), std::move(*categories)};
    for (std::string& text : values) {
        if (is_missing_text(text)) text.clear();
    }
    return {std::move(name), Text{std::move(values)}};
}

}  // namespace regulus
