#include "core/base/utf8.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace regulus {
namespace {

unsigned char byte_at(std::string_view text, std::size_t at) {
    return static_cast<unsigned char>(text[at]);
}

bool continues(unsigned char byte) {
    return (byte & 0xC0U) == 0x80U;
}

// Bytes of the character at `at` that are there and right; `needed` is how many it should have, 0 for a byte
// that begins none.
std::size_t character(std::string_view text, std::size_t at, std::size_t& needed) {
    const unsigned char first = byte_at(text, at);
    needed = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (needed <= 1) return needed;
    std::size_t have = 1;
    while (have < needed && at + have < text.size() && continues(byte_at(text, at + have))) ++have;
    if (have == 1) return have;
    const unsigned char second = byte_at(text, at + 1);
    const bool wrong = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                       (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
    return wrong ? 1 : have;
}

void append(std::string& to, std::uint32_t point) {
    if (point < 0x80) {
        to += static_cast<char>(point);
    } else if (point < 0x800) {
        to += static_cast<char>(0xC0U | (point >> 6U));
        to += static_cast<char>(0x80U | (point & 0x3FU));
    } else {
        to += static_cast<char>(0xE0U | (point >> 12U));
        to += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
        to += static_cast<char>(0x80U | (point & 0x3FU));
    }
}

// 0x80 to 0x9F; the rest is as in Unicode.
constexpr std::array<std::uint16_t, 32> windows_1252 = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

}  // namespace

std::size_t utf8_prefix(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        // Most text is ASCII: eight bytes at a time.
        while (at + 8 <= text.size()) {
            std::uint64_t bytes = 0;
            std::memcpy(&bytes, text.data() + at, sizeof bytes);
            if ((bytes & 0x8080808080808080U) != 0) break;
            at += 8;
        }
        if (at == text.size()) break;
        std::size_t needed = 0;
        const std::size_t have = character(text, at, needed);
        if (needed == 0 || have < needed) return at;
        at += needed;
    }
    return at;
}

std::string from_windows_1252(std::string_view text) {
    std::string result;
    result.reserve(text.size() + text.size() / 4);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        append(result, byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80U] : byte);
    }
    return result;
}

std::string as_utf8(std::string_view text) {
    const std::size_t good = utf8_prefix(text);
    if (good == text.size()) return std::string(text);
    const std::string_view before = text.substr(0, good);
    const bool longer = std::ranges::any_of(before, [](char c) { return (c & 0x80) != 0; });
    std::size_t needed = 0;
    const bool cut = character(text, good, needed) == text.size() - good && needed > 1;
    return longer && cut ? std::string(before) : from_windows_1252(text);
}

}  // namespace regulus
