// Keys of 48 bits in order, fast: what ranks are made of.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace regulus {

// Numbers whose order is that of the floats, which must not be NaN.
inline std::uint32_t ordered_bits(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return (bits & 0x80000000U) != 0 ? ~bits : bits | 0x80000000U;
}

// Sorts by the bits from the 16th on; the lower 16 are carried along. `room` becomes as large as `keys`. By
// counting digits (Knuth, The Art of Computer Programming 3, section 5.2.5) when there are many.
void sort_keys(std::vector<std::uint64_t>& keys, std::vector<std::uint64_t>& room);

}  // namespace regulus
