// Tables as CSV (RFC 4180) or TSV, appearing whole or not at all.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/files/atomic_file.h"

namespace regulus {

// Usage: names() first if there are any, then field() ... end_row(), and commit() once. Without commit()
// nothing is left behind. Everything throws Error(Storage).
class CsvWriter {
  public:
    // A name that ends in .tsv or .txt (in either case) gets tabs, any other commas.
    explicit CsvWriter(const std::string& path);
    CsvWriter(const std::string& path, char delimiter);

    void names(const std::vector<std::string>& columns);

    // Text with the delimiter, a quote or a line break is quoted.
    void field(std::string_view text);
    void field(const char* text) { field(std::string_view(text)); }
    // As plain_number() has it.
    void field(double value);
    void field(float value);
    void field(std::integral auto value) { field_as_is(std::to_string(value)); }
    void end_row();  // every row must have as many fields as the first

    // Rows that are there already, or what follows the last one. No row may be unfinished.
    void append(std::string_view bytes);
    // Of all rows until now, as AtomicFile has it.
    std::uint32_t checksum();
    char delimiter() const { return m_delimiter; }

    void commit();

  private:
    void field_as_is(std::string_view text);
    void flush();

    AtomicFile m_file;
    char m_delimiter;
    std::string m_buffer;
    std::size_t m_fields = 0, m_width = 0;
};

}  // namespace regulus
