#include "core/stats/sort_keys.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace regulus {
namespace {

constexpr unsigned digit_bits = 11, digits = 3, carried = 16;
constexpr std::size_t values_of_digit = std::size_t{1} << digit_bits;

std::size_t digit_of(std::uint64_t key, unsigned digit) {
    return (key >> (carried + digit * digit_bits)) & (values_of_digit - 1);
}

}  // namespace

void sort_keys(std::vector<std::uint64_t>& keys, std::vector<std::uint64_t>& room) {
    constexpr std::size_t few = 1024;  // counting costs as much as that
    if (keys.size() < few) {
        std::ranges::sort(keys, {}, [](std::uint64_t key) { return key >> carried; });
        return;
    }
    std::array<std::array<std::uint32_t, values_of_digit>, digits> places{};
    for (const std::uint64_t key : keys)
        for (unsigned d = 0; d < digits; ++d) ++places[d][digit_of(key, d)];
    room.resize(keys.size());
    for (unsigned d = 0; d < digits; ++d) {
        auto& place = places[d];
        if (place[digit_of(keys.front(), d)] == keys.size()) continue;  // all have the same
        std::uint32_t next = 0;
        for (std::uint32_t& at : place) next += std::exchange(at, next);
        for (const std::uint64_t key : keys) room[place[digit_of(key, d)]++] = key;
        keys.swap(room);
    }
}

}  // namespace regulus
