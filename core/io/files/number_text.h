// Numbers as text. Only for the sources of core/io.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace regulus {

// All digits, at most 2^63 - 1.
inline std::optional<std::int64_t> whole_number(std::string_view text) {
    if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// A finite decimal number, with '+' or an exponent if need be; nullopt for anything else. What is too small
// for a double is 0, what is too large is not a number. A double first, as numpy does it, so that the float
// that becomes of it is the same.
inline std::optional<double> decimal_number(std::string_view text) {
    if (!text.empty() && text.size() < 10) {  // counts, most often
        std::uint32_t value = 0;
        std::size_t i = 0;
        for (; i < text.size(); ++i) {
            const auto digit = static_cast<unsigned>(text[i] - '0');
            if (digit > 9) break;
            value = value * 10 + digit;
        }
        if (i == text.size()) return value;
    }
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-')) return std::nullopt;
    }
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size()) return std::nullopt;
    // Out of range is said of both ends.
    if (problem == std::errc::result_out_of_range)
        value = std::strtod(std::string(text).c_str(), nullptr);
    else if (problem != std::errc())
        return std::nullopt;
    if (!std::isfinite(value)) return std::nullopt;
    return value;
}

// What R, pandas and spreadsheets write for a value that is not there.
inline bool is_missing_text(std::string_view text) {
    return text.empty() || text == "NA" || text == "NaN" || text == "nan" || text == "N/A" ||
           text == "null" || text == "NULL" || text == "None" || text == "<NA>";
}

}  // namespace regulus
