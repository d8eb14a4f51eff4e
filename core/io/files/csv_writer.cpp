#include "core/io/files/csv_writer.h"

#include <algorithm>
#include <cassert>
#include <cctype>

#include "core/base/plain_number.h"

namespace regulus {
namespace {

constexpr std::size_t buffer_size = std::size_t{1} << 18U;

char delimiter_for(std::string path) {
    std::ranges::transform(path, path.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return path.ends_with(".tsv") || path.ends_with(".txt") ? '\t' : ',';
}

}  // namespace

CsvWriter::CsvWriter(const std::string& path) : CsvWriter(path, delimiter_for(path)) {}

CsvWriter::CsvWriter(const std::string& path, char delimiter) : m_file(path), m_delimiter(delimiter) {
    m_buffer.reserve(buffer_size + 4096);
}

void CsvWriter::names(const std::vector<std::string>& columns) {
    for (const std::string& name : columns) field(name);
    end_row();
}

void CsvWriter::field_as_is(std::string_view text) {
    if (m_fields++ > 0) m_buffer += m_delimiter;
    m_buffer += text;
}

void CsvWriter::field(std::string_view text) {
    const char special[] = {m_delimiter, '"', '\n', '\r'};
    if (text.find_first_of(std::string_view(special, sizeof special)) == std::string_view::npos) {
        return field_as_is(text);
    }
    std::string quoted = "\"";
    for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
    field_as_is(quoted + '"');
}

void CsvWriter::field(double value) {
    field_as_is(plain_number(value));
}
void CsvWriter::field(float value) {
    field_as_is(plain_number(value));
}

void CsvWriter::end_row() {
    assert(m_width == 0 || m_fields == m_width);
    m_width = m_fields;
    m_fields = 0;
    append("\n");
}

void CsvWriter::append(std::string_view bytes) {
    assert(m_fields == 0);
    m_buffer += bytes;
    if (m_buffer.size() >= buffer_size) flush();
}

std::uint32_t CsvWriter::checksum() {
    flush();
    return m_file.checksum();
}

void CsvWriter::flush() {
    m_file.write(m_buffer);
    m_buffer.clear();
}

void CsvWriter::commit() {
    flush();
    m_file.commit();
}

}  // namespace regulus
