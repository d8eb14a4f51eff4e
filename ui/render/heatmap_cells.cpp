#include "ui/render/heatmap_cells.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace regulus {

CellValues::CellValues(std::vector<float> values) : m_values(std::move(values)) {
    m_before.reserve(m_values.size() / block + 2);
    m_before.push_back({});
    for (std::size_t first = 0; first < m_values.size(); first += block) {
        Sum sum = m_before.back();
        for (std::size_t i = first; i < std::min(first + block, m_values.size()); ++i) {
            if (!std::isfinite(m_values[i])) continue;
            sum.sum += static_cast<double>(m_values[i]);
            ++sum.count;
        }
        m_before.push_back(sum);
    }
}

double CellValues::mean(std::size_t first, std::size_t last) const {
    double sum = 0, count = 0;
    const auto add = [&](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) {
            if (!std::isfinite(m_values[i])) continue;
            sum += static_cast<double>(m_values[i]);
            ++count;
        }
    };
    const std::size_t head = (first + block - 1) / block, tail = last / block;  // whole blocks
    if (head >= tail) {
        add(first, last);
    } else {
        add(first, head * block);
        sum += m_before[tail].sum - m_before[head].sum;
        count += static_cast<double>(m_before[tail].count - m_before[head].count);
        add(tail * block, last);
    }
    return count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace regulus
