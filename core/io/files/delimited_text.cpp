#include "core/io/files/delimited_text.h"

#include <algorithm>
#include <array>
#include <fstream>

#include "core/base/error.h"
#include "core/io/files/gzip.h"
#include "core/io/files/text_input.h"
#include "core/io/files/utf16.h"

namespace regulus {
namespace {

constexpr std::size_t longest_line = std::size_t{1} << 20U;

[[noreturn]] void refuse(const std::string& path, const std::string& what, const std::string& remedy) {
    throw Error(ErrorKind::Input, what, path, remedy);
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::ifstream opened(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) refuse(path, "The file could not be read", "Check its permissions");
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
    check_known_formats(text, path);  // says what a large file is before saying that it is large
    if (size > max_bytes) {
        refuse(path, "The file is too large for a prior", "Choose another file");
    }
    std::size_t have = text.size();
    text.resize(size);
    while (file && have < size) {
        job.checkpoint();
        const std::size_t next = std::min(piece, static_cast<std::size_t>(size) - have);
        file.read(text.data() + have, static_cast<std::streamsize>(next));
        have += next;
    }
    if (!file) refuse(path, "The file could not be read completely", "Copy or download it again");
    return text;
}

}  // namespace

std::string read_text_file(const std::string& path, std::size_t max_bytes, Job& job) {
    const std::uintmax_t size = checked_text_file_size(path);
    std::string text = starts_as_gzip(path) ? unpack_gzip_file(path, max_bytes, job)
                                            : read_plain_file(path, size, max_bytes, job);
    if (text.empty()) refuse(path, "The file is empty", "Choose another file");
    check_known_formats(text, path);
    if (is_utf16(text)) {
        std::string converted;
        Utf16Reader reader;
        reader.add(text, converted);
        reader.finish(converted);
        text = std::move(converted);
        if (text.empty()) refuse(path, "The file is empty", "Choose another file");
    }
    check_is_text(text, 0, path);
    if (text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);
    return text;
}

bool is_separator_line(std::string_view line) {
    if (line.size() > 1 && line.front() == '"' && line.back() == '"') line = line.substr(1, line.size() - 2);
    return line.size() == 5 && (line.starts_with("sep=") || line.starts_with("SEP="));
}

LineReader::LineReader(std::string_view text, std::string path) : m_text(text), m_path(std::move(path)) {}

bool LineReader::next() {
    while (m_position < m_text.size()) {
        ++m_number;
        const std::size_t end = std::min(m_text.find_first_of("\r\n", m_position), m_text.size());
        m_line = m_text.substr(m_position, end - m_position);
        if (m_line.size() > longest_line) {
            refuse(m_path + ", line " + std::to_string(m_number), "A line is longer than 1 MiB",
                   "Choose a table with one edge per line");
        }
        m_position = end + (m_text.substr(end, 2) == "\r\n" ? 2 : 1);
        if (m_number == 1 && is_separator_line(m_line)) continue;
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

FieldCursor::FieldCursor(std::string_view line, char delimiter)
    : m_line(delimiter == ' ' ? trimmed(line) : line), m_delimiter(delimiter) {}

// The quoted field that starts at `at`; m_at moves to the delimiter behind it.
bool FieldCursor::take_quoted(std::size_t at) {
    const std::size_t begin = at + 1;
    std::size_t end = m_line.find('"', begin);
    m_field = m_line.substr(begin, end - begin);
    if (end < m_line.size() && m_line.substr(end).starts_with("\"\"")) {
        m_unescaped = m_field;
        while (end < m_line.size() && m_line.substr(end).starts_with("\"\"")) {
            const std::size_t more = m_line.find('"', end + 2);
            m_unescaped += m_line.substr(end + 1, more == std::string_view::npos ? more : more - end - 1);
            end = more;
        }
        m_field = m_unescaped;
    }
    if (end >= m_line.size()) return false;
    m_at = std::min(m_line.find(m_delimiter, end + 1), m_line.size());
    return true;
}

bool FieldCursor::next() {
    if (m_done) return false;
    std::size_t at = m_at;
    while (at < m_line.size() && m_line[at] == ' ') ++at;
    if (at < m_line.size() && m_line[at] == '"') {
        if (!take_quoted(at)) {
            m_done = m_unclosed = true;
            return false;
        }
    } else {
        m_at = std::min(m_line.find(m_delimiter, at), m_line.size());
        m_field = m_line.substr(at, m_at - at);
        if (!m_field.empty() &&
            (m_field.back() == ' ' || m_field.front() == '\t' || m_field.back() == '\t')) {
            m_field = trimmed(m_field);
        }
    }
    m_done = m_at >= m_line.size();
    ++m_at;
    return true;
}

std::optional<TableFields> table_fields(const std::vector<std::string>& lines) {
    const auto count_of = [](std::string_view line, char delimiter) {
        FieldCursor cursor(line, delimiter);
        std::size_t count = 0;
        while (cursor.next()) ++count;
        return cursor.unclosed() ? 0 : count;
    };
    TableFields best;
    std::size_t longest_fit = 0;
    for (const char delimiter : {'\t', ';', ',', ' '}) {
        const std::size_t header = count_of(lines[0], delimiter), count = count_of(lines[1], delimiter);
        if (count < 2 || (header != count && header + 1 != count)) continue;
        std::size_t fit = 2;
        while (fit < lines.size() && count_of(lines[fit], delimiter) == count) ++fit;
        if (fit <= longest_fit) continue;
        longest_fit = fit;
        best = {delimiter, count};
    }
    return longest_fit > 0 ? std::optional(best) : std::nullopt;
}

bool split_fields(std::string_view line, char delimiter, std::vector<std::string>& fields) {
    fields.clear();
    FieldCursor cursor(line, delimiter);
    while (cursor.next()) fields.emplace_back(cursor.field());
    return !cursor.unclosed();
}

}  // namespace regulus
