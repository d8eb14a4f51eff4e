#include "core/stats/strata.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace regulus {

Strata strata_of(std::span<const float> values, std::span<const std::int32_t> groups, std::size_t most) {
    assert(values.size() == groups.size());
    const auto key = [&](std::uint32_t cell) {
        return std::isnan(values[cell]) ? std::numeric_limits<float>::infinity() : values[cell];
    };
    std::vector<std::uint32_t> order;
    for (std::uint32_t cell = 0; cell < groups.size(); ++cell)
        if (groups[cell] >= 0) order.push_back(cell);
    std::ranges::sort(order, {}, key);
    const std::size_t count = std::max<std::size_t>(1, most), cells = order.size();
    Strata strata{0, std::vector<std::int32_t>(values.size(), -1)};
    std::size_t first = 0;  // where in `order` the stratum begins
    for (std::size_t i = 0; i < cells; ++i) {
        const bool tied = i > 0 && key(order[i]) == key(order[i - 1]);
        // The place among strata of the same size that the cell has by its rank.
        if (i == 0 || (!tied && i * count / cells != first * count / cells)) {
            first = i;
            ++strata.count;
        }
        strata.of_cells[order[i]] = static_cast<std::int32_t>(strata.count) - 1;
    }
    return strata;
}

}  // namespace regulus
