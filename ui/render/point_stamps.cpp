#include "ui/render/point_stamps.h"

#include <algorithm>
#include <cmath>

namespace regulus {

PixelStamp PixelStamp::round(int size) {
    PixelStamp stamp;
    stamp.size = std::max(size, 1);
    const double radius = stamp.size / 2.0;
    for (int row = 0; row < stamp.size; ++row) {
        const double dy = row + 0.5 - radius;
        // A little more than the circle, or stamps of 3 and 4 pixels would look like diamonds.
        const double reach = std::sqrt(std::max(0.0, (radius + 0.15) * (radius + 0.15) - dy * dy));
        const int inset = stamp.size <= 2 ? 0 : static_cast<int>(std::lround(std::max(0.0, radius - reach)));
        stamp.rows.push_back({inset, stamp.size - inset});
    }
    return stamp;
}

DiscStamps::DiscStamps(double diameter)
    : size(static_cast<int>(std::ceil(diameter)) + 1), radius(static_cast<float>(diameter / 2)) {
    constexpr int samples = 8;
    const double reach = diameter / 2;
    coverage.resize(static_cast<std::size_t>(offsets * offsets * size * size));
    std::size_t out = 0;
    for (int fy = 0; fy < offsets; ++fy) {
        for (int fx = 0; fx < offsets; ++fx) {
            const double cx = reach + (fx + 0.5) / offsets, cy = reach + (fy + 0.5) / offsets;
            for (int y = 0; y < size; ++y) {
                for (int x = 0; x < size; ++x) {
                    int hit = 0;
                    for (int s = 0; s < samples * samples; ++s) {
                        const double dx = x + (s % samples + 0.5) / samples - cx;
                        const double dy = y + (s / samples + 0.5) / samples - cy;
                        hit += dx * dx + dy * dy <= reach * reach;
                    }
                    coverage[out++] = static_cast<std::uint8_t>(hit * 255 / (samples * samples));
                }
            }
        }
    }
}

}  // namespace regulus
