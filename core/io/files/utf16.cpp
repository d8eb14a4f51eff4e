#include "core/io/files/utf16.h"

namespace regulus {
namespace {

constexpr std::uint32_t replacement = 0xFFFD;

void append(std::string& to, std::uint32_t point) {
    const auto tail = [&](unsigned shift) { to += static_cast<char>(0x80U | ((point >> shift) & 0x3FU)); };
    if (point < 0x80) {
        to += static_cast<char>(point);
    } else if (point < 0x800) {
        to += static_cast<char>(0xC0U | (point >> 6U));
        tail(0);
    } else if (point < 0x10000) {
        to += static_cast<char>(0xE0U | (point >> 12U));
        tail(6);
        tail(0);
    } else {
        to += static_cast<char>(0xF0U | (point >> 18U));
        tail(12);
        tail(6);
        tail(0);
    }
}

}  // namespace

bool is_utf16(std::string_view start) {
    return start.starts_with("\xff\xfe") || start.starts_with("\xfe\xff");
}

void Utf16Reader::add(std::string_view bytes, std::string& out) {
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        m_half = !m_half;
        if (m_half) {
            m_first = byte;
            continue;
        }
        if (!m_started) {
            m_started = true;
            m_big = m_first == 0xFE;
            continue;
        }
        take(m_big ? m_first * 256U + byte : byte * 256U + m_first, out);
    }
}

void Utf16Reader::take(std::uint32_t unit, std::string& out) {
    const bool second = unit >= 0xDC00 && unit < 0xE000;
    if (m_surrogate != 0) {
        append(out, second ? 0x10000 + ((m_surrogate - 0xD800) << 10U) + (unit - 0xDC00) : replacement);
        m_surrogate = 0;
        if (second) return;
    }
    if (unit >= 0xD800 && unit < 0xDC00)
        m_surrogate = unit;
    else
        append(out, second ? replacement : unit);
}

void Utf16Reader::finish(std::string& out) {
    if (m_half || m_surrogate != 0) append(out, replacement);
    m_half = false;
    m_surrogate = 0;
}

}  // namespace regulus
