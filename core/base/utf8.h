// Text in UTF-8, and what to make of text that is not.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace regulus {

// Bytes at the start of `text` that are UTF-8 (RFC 3629: no surrogates, nothing longer than need be); all of
// them when it is.
std::size_t utf8_prefix(std::string_view text);
inline bool is_utf8(std::string_view text) {
    return utf8_prefix(text) == text.size();
}

// As the web reads it: the five bytes that Windows-1252 leaves open become control characters, so that
// different texts stay different.
std::string from_windows_1252(std::string_view text);

// The text where it is UTF-8. One that was cut in the middle of a character, behind characters that are
// longer than a byte, without that character. Any other as Windows-1252.
std::string as_utf8(std::string_view text);

}  // namespace regulus
