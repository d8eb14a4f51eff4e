#include "core/io/text/matrix_market.h"

#include <algorithm>
#include <limits>
#include <sstream>
#include <vector>

#include "core/base/error.h"
#include "core/io/files/number_text.h"

namespace regulus {
namespace {

constexpr std::size_t longest_line = std::size_t{1} << 20U;
constexpr std::size_t chunk = 4096;
constexpr std::int64_t largest_axis = std::numeric_limits<std::int32_t>::max();
// A byte packed with deflate makes at most 1032.
constexpr std::uint64_t most_packed = 1032;
constexpr const char* copy_again = "Copy or download it again";

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

std::string_view next_word(std::string_view& line) {
    while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
    std::size_t end = 0;
    while (end < line.size() && !is_blank(line[end])) ++end;
    const std::string_view word = line.substr(0, end);
    line.remove_prefix(end);
    return word;
}

bool is_empty(std::string_view line) {
    return next_word(line).empty();
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return result;
}

std::string shown(std::string_view text) {
    return "\"" + std::string(text.substr(0, 40)) + (text.size() > 40 ? "..." : "") + "\"";
}

}  // namespace

MarketReader::MarketReader(const std::string& path, Job& job)
    : m_path(path), m_lines(path, longest_line, job, "reading the matrix") {
    read_banner();
    read_sizes();
}

void MarketReader::refuse(const std::string& what, const std::string& remedy) const {
    throw Error(ErrorKind::Input, what, m_path + ", line " + std::to_string(m_lines.number()),
                remedy.empty() ? copy_again : remedy);
}

void MarketReader::read_banner() {
    if (!m_lines.next()) refuse("The file is empty");
    std::string_view line = m_lines.line();
    std::string words[5];
    for (std::string& word : words) word = lower(next_word(line));
    if (words[0] != "%%matrixmarket" || words[1] != "matrix") {
        refuse("The file is not a Matrix Market matrix: it does not start with %%MatrixMarket matrix",
               "Choose the matrix.mtx of a 10x folder");
    }
    if (words[2] != "coordinate" && words[2] != "array") refuse("Unknown kind of matrix " + shown(words[2]));
    if (words[3] == "complex") refuse("The matrix has complex numbers", "Choose a matrix of expression");
    m_header.coordinate = words[2] == "coordinate";
    m_header.pattern = words[3] == "pattern";
    if (!m_header.pattern && words[3] != "integer" && words[3] != "real" && words[3] != "double") {
        refuse("Unknown kind of values " + shown(words[3]));
    }
    if (m_header.pattern && !m_header.coordinate) refuse("A matrix of all values cannot be without values");
    if (words[4] != "general") {
        refuse("The matrix is stored as symmetric (" + words[4] +
                   "), so rows and columns are the same; it is not a genes × cells matrix",
               "Choose a matrix of genes and cells");
    }
}

void MarketReader::read_sizes() {
    do {
        if (!m_lines.next()) refuse("The file ends before the size line");
    } while (m_lines.line().starts_with('%') || is_empty(m_lines.line()));
    std::string_view line = m_lines.line();
    std::int64_t* const sizes[] = {&m_header.rows, &m_header.columns, &m_header.entries};
    for (std::size_t i = 0; i < (m_header.coordinate ? 3 : 2); ++i) {
        const auto number = whole_number(next_word(line));
        if (!number) refuse("The size line is invalid: " + shown(m_lines.line()));
        *sizes[i] = *number;
    }
    if (!is_empty(line)) refuse("The size line has extra text: " + shown(m_lines.line()));
    if (m_header.rows > largest_axis || m_header.columns > largest_axis) {
        refuse("The matrix claims to be " + std::to_string(m_header.rows) + " × " +
               std::to_string(m_header.columns) + ", which is implausible");
    }
    if (!m_header.coordinate) m_header.entries = m_header.rows * m_header.columns;
    // The shortest entry is "1 1" and that of an array "1", with the end of their line.
    const std::uint64_t shortest = m_header.coordinate ? 4 : 2;
    const std::uint64_t room = m_lines.file_size() * (m_lines.packed() ? most_packed : 1);
    if (static_cast<std::uint64_t>(m_header.entries) > room / shortest + 1) {
        refuse("The file claims to have " + std::to_string(m_header.entries) +
               " entries, more than fit in it");
    }
}

float MarketReader::value_in(std::string_view text) const {
    const auto number = decimal_number(text);
    if (!number) refuse(shown(text) + " is not a number");
    const auto value = static_cast<float>(*number);
    if (!std::isfinite(value)) refuse(shown(text) + " is too large");
    return value;
}

MarketEntry MarketReader::entry_in(std::string_view line) const {
    MarketEntry entry{0, 0, 1};
    const auto row = whole_number(next_word(line)), column = whole_number(next_word(line));
    if (!row || !column) refuse(shown(m_lines.line()) + " is not a matrix entry");
    if (*row < 1 || *row > m_header.rows || *column < 1 || *column > m_header.columns) {
        refuse("The entry at row " + std::to_string(*row) + ", column " + std::to_string(*column) +
               " lies outside the matrix");
    }
    entry.row = static_cast<std::int32_t>(*row - 1);
    entry.column = static_cast<std::int32_t>(*column - 1);
    if (!m_header.pattern) entry.value = value_in(next_word(line));
    if (!is_empty(line)) refuse(shown(m_lines.line()) + " has extra text after the entry");
    return entry;
}

void MarketReader::read(const std::function<void(std::span<const MarketEntry>)>& take) {
    std::vector<MarketEntry> entries;
    entries.reserve(chunk);
    std::int64_t count = 0;
    while (m_lines.next()) {
        const std::string_view line = m_lines.line();
        if (line.empty() || line.front() == '%' || is_empty(line)) continue;
        if (count == m_header.entries) {
            refuse("The file has more than its " + std::to_string(count) + " declared entries");
        }
        if (m_header.coordinate) {
            entries.push_back(entry_in(line));
        } else {
            std::string_view rest = line;
            const float value = value_in(next_word(rest));
            if (!is_empty(rest)) refuse(shown(line) + " is more than one value");
            if (value != 0) {
                entries.push_back({static_cast<std::int32_t>(count % m_header.rows),
                                   static_cast<std::int32_t>(count / m_header.rows), value});
            }
        }
        ++count;
        if (entries.size() == chunk) {
            take(entries);
            entries.clear();
        }
    }
    take(entries);
    if (count < m_header.entries) {
        refuse("The file is incomplete: it has " + std::to_string(count) + " of " +
               std::to_string(m_header.entries) + " entries");
    }
}

}  // namespace regulus
