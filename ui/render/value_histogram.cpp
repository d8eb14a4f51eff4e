#include "ui/render/value_histogram.h"

#include <algorithm>
#include <cmath>

namespace regulus {

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
    const double factor = low < high ? static_cast<double>(bins) / (made.high - made.low) : 0;
    for (const float v : values) {
        if (!std::isfinite(v)) continue;
        const double place = (static_cast<double>(v) - made.low) * factor;
        ++made.counts[std::min(static_cast<std::size_t>(place), made.counts.size() - 1)];
    }
    return made;
}

}  // namespace regulus
