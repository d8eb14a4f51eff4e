#include "core/io/delimited_text.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "core/base/error.h"
#include "core/io/gzip.h"

namespace regulus {
namespace {

constexpr std::size_t longest_line = std::size_t{1} << 20U;

[[noreturn]] void refuse(const std::string& path, const std::string& what, const std::string& remedy) {
    throw Error(ErrorKind::Input, what, path, remedy);
}

// Known files that are no text, by their first bytes.
void check_magic(std::string_view bytes, const std::string& path) {
    if (bytes.starts_with("\x89HDF")) {
        refuse(path, "The file is an HDF5 file (a data set?), not a table as text",
               "Choose the file with the TF and target columns");
    }
    if (is_gzip(bytes)) refuse(path, "The file is packed with gzip twice", "Unpack it once first");
    if (bytes.starts_with("PK\x03\x04")) {
        refuse(path, "The file is a zip archive or a spreadsheet", "Save the table as CSV first");
    }
    if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff")) {
        refuse(path, "The file is UTF-16 text", "Save it as UTF-8 first");
    }
}

void check_is_text(std::string_view bytes, const std::string& path) {
    const auto found = std::ranges::find_if(bytes, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 9 || (byte > 13 && byte < 32) || byte == 127;
    });
    if (found == bytes.end()) return;
    const auto line = 1 + std::count(bytes.begin(), found, '\n');
    refuse(path, "The file is not text: a byte that no text has stands in line " + std::to_string(line),
           "Choose a table saved as CSV or TSV");
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// A quoted field that starts at `at`; leaves `at` behind the closing quote. False when there is none.
bool take_quoted(std::string_view line, std::size_t& at, std::string& field) {
    for (++at; at < line.size(); ++at) {
        if (line[at] != '"') {
            field += line[at];
        } else if (at + 1 < line.size() && line[at + 1] == '"') {
            field += '"';
            ++at;
        } else {
            ++at;
            return true;
        }
    }
    return false;
}

// Throws unless the path is a file that has something in it.
std::uintmax_t checked_size(const std::string& path) {
    std::error_code problem;
    if (std::filesystem::is_directory(path, problem)) {
        refuse(path, "That is a folder, not a file", "Choose a file in it");
    }
    if (!std::filesystem::exists(path, problem)) {
        refuse(path, "There is no such file", "Check the name and the folder");
    }
    if (!std::filesystem::is_regular_file(path, problem)) {
        refuse(path, "The file cannot be read", "Check that you may read it");
    }
    const auto size = std::filesystem::file_size(path, problem);
    if (problem || size == 0) refuse(path, "The file is empty", "Choose another file");
    return size;
}

std::ifstream opened(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) refuse(path, "The file cannot be read", "Check that you may read it");
    return file;
}

bool starts_as_gzip(const std::string& path) {
    std::array<char, 2> start{};
    std::ifstream file = opened(path);
    file.read(start.data(), start.size());
    return is_gzip({start.data(), start.size()});
}

std::string read_plain_file(const std::string& path, std::uintmax_t size, std::size_t max_bytes, Job& job) {
    constexpr std::size_t piece = std::size_t{1} << 24U;
    std::ifstream file = opened(path);
    std::string text(std::min<std::uintmax_t>(size, 4096), '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    check_magic(text, path);  // says what a large file is before saying that it is large
    if (size > max_bytes) {
        refuse(path, "The file is too large for a table of regulations", "Choose another file");
    }
    std::size_t have = text.size();
    text.resize(size);
    while (file && have < size) {
        job.checkpoint();
        const std::size_t next = std::min(piece, static_cast<std::size_t>(size) - have);
        file.read(text.data() + have, static_cast<std::streamsize>(next));
        have += next;
    }
    if (!file) refuse(path, "The file cannot be read to its end", "Copy it again from where it came from");
    return text;
}

}  // namespace

std::string read_text_file(const std::string& path, std::size_t max_bytes, Job& job) {
    const std::uintmax_t size = checked_size(path);
    std::string text = starts_as_gzip(path) ? unpack_gzip_file(path, max_bytes, job)
                                            : read_plain_file(path, size, max_bytes, job);
    if (text.empty()) refuse(path, "The file is empty", "Choose another file");
    check_magic(text, path);
    check_is_text(text, path);
    if (text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);
    return text;
}

LineReader::LineReader(std::string_view text, std::string path) : m_text(text), m_path(std::move(path)) {}

bool LineReader::next() {
    while (m_position < m_text.size()) {
        ++m_number;
        const std::size_t end = std::min(m_text.find_first_of("\r\n", m_position), m_text.size());
        m_line = m_text.substr(m_position, end - m_position);
        if (m_line.size() > longest_line) {
            refuse(m_path + ", line " + std::to_string(m_number), "A line is longer than 1 MiB",
                   "Choose a table with one regulation a line");
        }
        m_position = end + (m_text.substr(end, 2) == "\r\n" ? 2 : 1);
        if (!trimmed(m_line).empty() && m_line.front() != '#') return true;
    }
    return false;
}

char delimiter_of(std::string_view line) {
    for (const char delimiter : {'\t', ',', ';'}) {
        if (line.find(delimiter) != std::string_view::npos) return delimiter;
    }
    return ' ';
}

bool split_fields(std::string_view line, char delimiter, std::vector<std::string>& fields) {
    fields.clear();
    if (delimiter == ' ') line = trimmed(line);
    for (std::size_t at = 0;;) {
        while (at < line.size() && line[at] == ' ') ++at;
        std::string field;
        if (at < line.size() && line[at] == '"') {
            if (!take_quoted(line, at, field)) return false;
            at = std::min(line.find(delimiter, at), line.size());
        } else {
            const std::size_t end = std::min(line.find(delimiter, at), line.size());
            field = trimmed(line.substr(at, end - at));
            at = end;
        }
        fields.push_back(std::move(field));
        if (at >= line.size()) return true;
        ++at;
    }
}

}  // namespace regulus
