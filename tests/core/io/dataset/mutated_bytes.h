// Changes to the bytes of a file, as bad disks, torn downloads and ill will make them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "core/base/random.h"

namespace regulus::test {

enum class ByteChange { Truncate, FlipBits, Ones, Zeros, Swap, Number };
inline constexpr int byte_changes = 6;

inline std::string mutated(std::string bytes, ByteChange change, Random& random) {
    const auto place = [&] { return random.below(bytes.size()); };
    const auto length = [&](std::size_t at) {
        return std::min<std::size_t>(bytes.size() - at, 1 + random.below(std::size_t{1} << random.below(12)));
    };
    if (bytes.empty()) return bytes;
    if (change == ByteChange::Truncate) {
        bytes.resize(place());
    } else if (change == ByteChange::FlipBits) {
        const std::uint64_t flips = 1 + random.below(12);
        for (std::uint64_t i = 0; i < flips; ++i) {
            char& byte = bytes[place()];
            byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << random.below(8)));
        }
    } else if (change == ByteChange::Ones || change == ByteChange::Zeros) {
        const std::size_t at = place();
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), length(at),
                    change == ByteChange::Ones ? '\xff' : '\0');
    } else if (change == ByteChange::Swap) {
        const std::size_t a = place(), b = place(), n = std::min(length(a), length(b));
        std::swap_ranges(
            bytes.begin() + static_cast<std::ptrdiff_t>(std::min(a, b)),
            bytes.begin() + static_cast<std::ptrdiff_t>(std::min(std::min(a, b) + n, std::max(a, b))),
            bytes.begin() + static_cast<std::ptrdiff_t>(std::max(a, b)));
    } else {  // a count, offset or size that is absurd, in either width
        const std::uint64_t numbers[] = {
            1, 0x7fffffff, 0x80000000, 0xffffffff, std::uint64_t{1} << 40U, ~std::uint64_t{0} >> 1U};
        const std::uint64_t number = numbers[random.below(std::size(numbers))];
        const std::size_t width = random.below(2) == 0 ? 4 : 8, at = place() / 4 * 4;
        for (std::size_t i = 0; i < width && at + i < bytes.size(); ++i)
            bytes[at + i] = static_cast<char>(number >> (8 * i));
    }
    return bytes;
}

}  // namespace regulus::test
