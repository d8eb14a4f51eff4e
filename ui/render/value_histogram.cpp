#include "ui/render/value_histogram.h"

#include <algorithm>
#include <cmath>

namespace regulus {
namespace {

std::size_t binOf(float value, const ValueHistogram& histogram) {
    const double width = histogram.high - histogram.low;
    if (!(width > 0)) return 0;
    const double place =
        (static_cast<double>(value) - histogram.low) * (static_cast<double>(histogram.counts.size()) / width);
    return std::min(static_cast<std::size_t>(std::max(0.0, place)), histogram.counts.size() - 1);
}

}  // namespace

ValueHistogram valueHistogram(std::span<const float> values, std::size_t bins) {
    ValueHistogram made;
    float low = 0, high = 0;
    for (const float v : values) {
        if (!std::isfinite(v)) continue;
        low = made.known == 0 ? v : std::min(low, v);
        high = made.known == 0 ? v : std::max(high, v);
        made.zeros += v == 0.0F;
        ++made.known;
    }
    if (made.known == 0 || bins == 0) return made;
    made.low = static_cast<double>(low);
    made.high = static_cast<double>(high);
    made.counts.assign(low < high ? bins : 1, 0);
    for (const float v : values)
        if (std::isfinite(v)) ++made.counts[binOf(v, made)];
    return made;
}

std::vector<std::size_t> countsOf(const CellSet& cells, std::span<const float> values,
                                  const ValueHistogram& all) {
    std::vector<std::size_t> counts(all.counts.size());
    if (counts.empty()) return counts;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (cells.contains(i) && std::isfinite(values[i])) ++counts[binOf(values[i], all)];
    return counts;
}

}  // namespace regulus
