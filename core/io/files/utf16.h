// UTF-16, as spreadsheets save "Unicode text", made UTF-8. Only for the sources of core/io.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace regulus {

// Whether a text begins with the mark of UTF-16.
bool is_utf16(std::string_view start);

// Takes bytes piece by piece; the first two are the mark. Thread: one at a time.
class Utf16Reader {
  public:
    // Appends what the bytes make to `out`; half a character waits for the next call. What is none becomes
    // U+FFFD.
    void add(std::string_view bytes, std::string& out);
    // At the end of the text.
    void finish(std::string& out);

  private:
    void take(std::uint32_t unit, std::string& out);

    bool m_started = false, m_big = false, m_half = false;
    unsigned char m_first = 0;      // of two bytes
    std::uint32_t m_surrogate = 0;  // the first of two, or 0
};

}  // namespace regulus
