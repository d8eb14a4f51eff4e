// Numbers in JSON, which has no NaN: null stands for it. Only for the sources of core/evidence.
#pragma once

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace regulus {

inline nlohmann::json number_json(double value) {
    return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json();
}
inline double number_from(const nlohmann::json& value) {
    return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
}
// What is nested deeper than anything that is written here is left out. Throws json::exception.
inline nlohmann::json parse_shallow(const std::string& text) {
    constexpr int deepest = 8;
    return nlohmann::json::parse(
        text, [](int depth, nlohmann::json::parse_event_t, nlohmann::json&) { return depth < deepest; });
}

}  // namespace regulus
