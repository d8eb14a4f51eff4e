#include "core/io/files/text_input.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <filesystem>

#include "core/base/error.h"

namespace regulus {
namespace {

constexpr std::string_view utf8_mark = "\xef\xbb\xbf";

[[noreturn]] void refuse(const std::string& path, const std::string& what, const std::string& remedy) {
    throw Error(ErrorKind::Input, what, path, remedy);
}

// Control characters that no text has; tab, line feed, vertical tab, form feed and carriage return it has.
bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 9 || static_cast<unsigned char>(byte - 14) < 18 || byte == 127;
}

}  // namespace

std::uint64_t checked_text_file_size(const std::string& path) {
    std::error_code problem;
    if (std::filesystem::is_directory(path, problem)) {
        refuse(path, "That is a folder, not a file", "Choose a file in it");
    }
    if (!std::filesystem::exists(path, problem)) {
        refuse(path, "File not found", "Check the name and the folder");
    }
    if (!std::filesystem::is_regular_file(path, problem)) {
        refuse(path, "That is a device or pipe, not a file", "Choose a file");
    }
    const auto size = std::filesystem::file_size(path, problem);
    if (problem || size == 0) refuse(path, "The file is empty", "Choose another file");
    return size;
}

void check_known_formats(std::string_view start, const std::string& path) {
    if (start.starts_with("\x89HDF")) {
        refuse(path, "This is an HDF5 file (a dataset?), not a text table", "Choose a text table");
    }
    if (is_gzip(start)) refuse(path, "The file is gzipped twice", "Decompress it once");
    if (start.starts_with("PK\x03\x04")) {
        refuse(path, "The file is a zip archive or a spreadsheet", "Save the table as CSV first");
    }
}

bool could_be_text(std::string_view bytes) {
    // Without a way out of the loop the compiler looks at many bytes at a time.
    bool found = false;
    for (const char c : bytes) found |= is_control(c);
    return !found;
}

void check_is_text(std::string_view text, std::size_t lines_before, const std::string& path) {
    if (could_be_text(text)) return;
    const auto line =
        lines_before + 1 +
        static_cast<std::size_t>(std::count(text.begin(), std::ranges::find_if(text, is_control), '\n'));
    refuse(path, "The file is not text: a byte that no text has stands in line " + std::to_string(line),
           "Choose a table saved as CSV or TSV");
}

TextInput::TextInput(const std::string& path)
    : m_path(path), m_size(checked_text_file_size(path)), m_file(path, std::ios::binary) {
    if (!m_file) refuse(path, "The file could not be read", "Check its permissions");
    std::array<char, 2> start{};
    m_file.read(start.data(), start.size());
    if (is_gzip({start.data(), static_cast<std::size_t>(m_file.gcount())})) {
        m_gzip = std::make_unique<GzipReader>(path);
        m_file.close();
    } else {
        m_file.clear();
        m_file.seekg(0);
    }
}

std::uint64_t TextInput::position() const {
    return m_gzip ? m_gzip->position() : m_position;
}

// UTF-16 is made UTF-8 on the way.
std::size_t TextInput::read_bytes(std::span<char> out) {
    if (!m_utf16) return read_stored(out);
    std::array<char, 16384> piece{};
    while (!m_at_end && m_waiting.size() - m_taken < out.size()) {
        const std::size_t have = read_stored(piece);
        m_at_end = have < piece.size();
        m_utf16->add({piece.data(), have}, m_waiting);
        if (m_at_end) m_utf16->finish(m_waiting);
    }
    const std::size_t made = std::min(out.size(), m_waiting.size() - m_taken);
    std::memcpy(out.data(), m_waiting.data() + m_taken, made);
    m_taken += made;
    if (m_taken == m_waiting.size() || m_taken > (std::size_t{1} << 20U)) {
        m_waiting.erase(0, m_taken);
        m_taken = 0;
    }
    return made;
}

std::size_t TextInput::read_stored(std::span<char> out) {
    if (m_gzip) return m_gzip->read(out);
    m_file.read(out.data(), static_cast<std::streamsize>(out.size()));
    if (m_file.bad()) {
        refuse(m_path, "The file could not be read completely", "Copy or download it again");
    }
    m_position += static_cast<std::uint64_t>(m_file.gcount());
    return static_cast<std::size_t>(m_file.gcount());
}

std::size_t TextInput::read(std::span<char> out) {
    assert(out.size() >= 4);
    std::size_t have = read_bytes(out);
    if (!m_started) {
        m_started = true;
        if (have == 0) refuse(m_path, "The file is empty", "Choose another file");
        check_known_formats({out.data(), have}, m_path);
        if (is_utf16({out.data(), have})) {
            m_utf16.emplace();
            m_at_end = have < out.size();
            m_utf16->add({out.data(), have}, m_waiting);
            if (m_at_end) m_utf16->finish(m_waiting);
            have = read_bytes(out);
            if (have == 0) refuse(m_path, "The file is empty", "Choose another file");
        }
        if (std::string_view(out.data(), have).starts_with(utf8_mark)) {
            std::memmove(out.data(), out.data() + utf8_mark.size(), have - utf8_mark.size());
            const std::size_t kept = have - utf8_mark.size();
            have = kept + (have == out.size() ? read_bytes(out.subspan(kept)) : 0);
        }
    }
    const std::string_view text(out.data(), have);
    check_is_text(text, m_lines, m_path);
    m_lines += static_cast<std::size_t>(std::ranges::count(text, '\n'));
    return have;
}

}  // namespace regulus
