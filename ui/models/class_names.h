// Whether labels and predictions can be compared at all.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace regulus {

// Some label has the name of a class. Labels of another naming ("0", "1" of a clustering) are neither right
// nor wrong, whatever the model says.
inline bool namesMeet(const std::vector<std::string>& labels, const std::vector<std::string>& classes) {
    return std::ranges::any_of(
        labels, [&](const std::string& label) { return std::ranges::count(classes, label) > 0; });
}

}  // namespace regulus
