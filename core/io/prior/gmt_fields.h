// The fields of a line of gene sets (GMT): name, description, genes, separated by tabs. Only for the sources
// of core/io.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace regulus {

inline std::string_view without_blanks(std::string_view field) {
    const std::size_t first = field.find_first_not_of(" \"");
    if (first == std::string_view::npos) return {};
    return field.substr(first, field.find_last_not_of(" \"") - first + 1);
}

// Calls take(place, field) with every field of the line.
inline void each_gmt_field(std::string_view line, const auto& take) {
    for (std::size_t place = 0, at = 0; at <= line.size(); ++place) {
        const std::size_t end = std::min(line.find('\t', at), line.size());
        take(place, without_blanks(line.substr(at, end - at)));
        at = end + 1;
    }
}

inline constexpr const char* gmt_line_rule =
    "A gene set is a name, a description and genes, separated by tabs";

}  // namespace regulus
