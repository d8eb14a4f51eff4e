// The shapes that points are drawn with: rows of whole pixels for many points, coverage of antialiased discs
// at sub-pixel offsets for few.
#pragma once

#include <cstdint>
#include <vector>

namespace regulus {

// A round stamp of whole pixels: one span a row, relative to its upper left pixel.
struct PixelStamp {
    struct Span {
        int begin, end;
    };
    int size = 1;
    std::vector<Span> rows;

    static PixelStamp round(int size);  // 1 and 2 are squares
};

// Discs of one diameter at 4 × 4 offsets within a pixel, coverage 0..255 a pixel.
struct DiscStamps {
    static constexpr int offsets = 4;
    int size = 1;  // pixels a side
    float radius = 0;
    std::vector<std::uint8_t> coverage;  // offsets² × size²

    explicit DiscStamps(double diameter);
    const std::uint8_t* at(int fx, int fy) const {
        return coverage.data() + static_cast<std::size_t>(fy * offsets + fx) *
                                     static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
    }
};

}  // namespace regulus
