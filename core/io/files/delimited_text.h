// Tables as delimited text: what separates the fields is found out from the content. Quotes as RFC 4180 has
// them, except that a field ends with its line. Only for the sources of core/io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/job.h"

namespace regulus {

// UTF-16 is given as UTF-8.
// A text file read whole, unpacked when it is packed with gzip (its content says so, not its name). Throws
// Error(Input) for what is no text, saying what it is instead: HDF5, zip, binary; for an empty file,
// one beyond `max_bytes` (unpacked), and one that cannot be read; Cancelled.
std::string read_text_file(const std::string& path, std::size_t max_bytes, Job& job);

// "sep=;", which tells Excel what separates the fields of the lines behind it.
bool is_separator_line(std::string_view line);

// Goes through the lines of a text; \n, \r\n and \r end one. Blank lines, those that start with '#', and
// "sep=;" in front are passed over. Throws Error(Input) for a line of more than 1 MiB.
class LineReader {
  public:
    LineReader(std::string_view text, std::string path);
    bool next();
    std::string_view line() const { return m_line; }
    std::size_t number() const { return m_number; }  // counts from 1, as editors do
    std::size_t position() const { return m_position; }

  private:
    std::string_view m_text, m_line;
    std::string m_path;
    std::size_t m_position = 0, m_number = 0;
};

// Tab, comma, semicolon or ' ' (any run of blanks), whichever of them the line has, in that order.
char delimiter_of(std::string_view line);

// What makes fields of a table's first lines (two at least), and how many of all but the first: the one of
// tab, semicolon, comma and blanks that makes the most of them equally long, two fields or more, the first
// perhaps one shorter, as R writes it. nullopt when none does.
struct TableFields {
    char delimiter = ',';
    std::size_t count = 0;
};
std::optional<TableFields> table_fields(const std::vector<std::string>& lines);

// Goes through the fields of a line without copying any. Thread: one at a time.
class FieldCursor {
  public:
    FieldCursor(std::string_view line, char delimiter);

    // False after the last field. A line has one field more than delimiters; of blanks, as many as words.
    bool next();

    // Where the next field is nothing but digits, at most nine, and not the last: its number, and goes on to
    // it as next() does. Else false, and nothing has changed.
    bool next_count(std::uint32_t& count) {
        std::uint32_t value = 0;
        std::size_t i = m_at;
        const std::size_t stop = m_line.size() < i + 10 ? m_line.size() : i + 10;
        for (; i < stop; ++i) {
            const auto digit = static_cast<unsigned>(m_line[i] - '0');
            if (digit > 9) break;
            value = value * 10 + digit;
        }
        if (m_done || i == m_at || i >= stop || m_line[i] != m_delimiter) return false;
        m_at = i + 1;
        count = value;
        return true;
    }

    // Without quotes and without blanks around it; good until next().
    std::string_view field() const { return m_field; }
    // A quote was opened and not closed; next() then returned false.
    bool unclosed() const { return m_unclosed; }

  private:
    bool take_quoted(std::size_t at);

    std::string_view m_line, m_field;
    std::string m_unescaped;
    std::size_t m_at = 0;
    char m_delimiter;
    bool m_done = false, m_unclosed = false;
};

// The fields without quotes and without blanks around them. False when a quote is not closed.
bool split_fields(std::string_view line, char delimiter, std::vector<std::string>& fields);

}  // namespace regulus
