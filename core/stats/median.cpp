#include "core/stats/median.h"

#include <algorithm>
#include <cassert>

namespace regulus {

double median(std::vector<double> values) {
    assert(!values.empty());
    const std::size_t half = values.size() / 2;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(half);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

}  // namespace regulus
