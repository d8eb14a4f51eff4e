#include "core/io/dataset/text_matrix_reader.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <new>

#include "core/base/error.h"
#include "core/io/dataset/assemble_dataset.h"
#include "core/io/dataset/text_layout.h"
#include "core/io/dataset/typed_column.h"
#include "core/io/files/delimited_text.h"
#include "core/io/files/line_stream.h"
#include "core/io/files/number_text.h"

namespace regulus {
namespace {

constexpr std::size_t chunk = 4096;
constexpr std::size_t between_checkpoints = std::size_t{1} << 16U;
constexpr std::size_t fewest_columns = 3;

class MatrixTextReader {
  public:
    MatrixTextReader(const std::string& path, const ReadOptions& options, EntrySink& sink, Job& job)
        : m_path(path), m_max_bytes(options.max_bytes), m_sink(sink), m_job(job) {
        PartJob looking(job, 0, 0.02);
        m_layout = find_text_layout(path, options, looking);
        for (const bool is_annotation : m_layout.annotation) {
            if (is_annotation) m_annotation.emplace_back();
        }
        m_longest_line = longest_matrix_line(options);
    }

    std::shared_ptr<Dataset> read() {
        read_lines();
        if (m_row_names.empty()) {
            throw Error(ErrorKind::Data, "The table has no row with values", m_path, "Choose another file");
        }
        Table rows{std::move(m_row_names), m_layout.row_header, annotation()};
        Table columns{column_names(), "", {}};
        add_warnings();
        Table& obs = m_layout.cells_in_rows ? rows : columns;
        Table& var = m_layout.cells_in_rows ? columns : rows;
        PartJob arranging(m_job, 0.85, 1);
        auto matrix = m_sink.finish(obs.size(), var.size(), arranging);
        return assemble_dataset(m_path, std::filesystem::path(m_path).filename().string(), std::move(obs),
                                std::move(var), std::move(matrix), std::move(m_warnings));
    }

  private:
    struct Value {
        std::int32_t column;  // among those with values
        float value;
    };

    [[noreturn]] void refuse(const std::string& what, std::size_t line, std::size_t field = 0) const {
        std::string where = m_path + ", line " + std::to_string(line);
        if (field > 0) {
            where += ", column " + std::to_string(field);
            const std::size_t place = field - (m_layout.row_names ? 2 : 1);
            if (place < m_layout.names.size()) where += " (" + m_layout.names[place].substr(0, 40) + ")";
        }
        throw Error(ErrorKind::Input, what, where, "Correct the table, or choose another file");
    }

    void read_lines() {
        PartJob reading(m_job, 0.02, 0.85);
        LineStream lines(m_path, m_longest_line, reading, "reading the table");
        while (lines.next()) {
            if (lines.number() <= m_layout.header_line ||
                lines.line().find_first_not_of(" \t") == std::string_view::npos) {
                continue;
            }
            take_line(lines);
        }
        m_sink.add(m_entries);
    }

    void take_line(const LineStream& lines) {
        m_values.clear();
        m_missing.clear();
        FieldCursor cursor(lines.line(), m_layout.delimiter);
        std::size_t field = 0, annotation = 0;
        std::int32_t column = 0;
        std::string name;
        if (m_layout.row_names && cursor.next()) {
            name = cursor.field();
            ++field;
        }
        const std::size_t shift = field;
        for (;; ++field) {
            const std::size_t place = field - shift;
            if (place % between_checkpoints == 0) m_job.checkpoint();
            const bool is_annotation = place < m_layout.annotation.size() && m_layout.annotation[place];
            std::uint32_t count = 0;
            if (!is_annotation && cursor.next_count(count)) {
                if (count > 0) m_values.push_back({column, static_cast<float>(count)});
                ++column;
                continue;
            }
            if (!cursor.next()) break;
            if (is_annotation)
                keep_annotation(annotation++, cursor.field());
            else
                take_value(cursor.field(), column++, lines.number(), field + 1);
        }
        if (cursor.unclosed()) refuse("A quotation mark is not closed", lines.number());
        if (field != m_layout.fields) {
            refuse("The line has " + std::to_string(field) + " columns, those before it " +
                       std::to_string(m_layout.fields),
                   lines.number());
        }
        finish_row(std::move(name), lines.number());
    }

    void take_value(std::string_view field, std::int32_t column, std::size_t line, std::size_t number) {
        const auto value = value_in(field, m_layout.decimal_comma);
        if (!value) {
            if (!is_missing_text(field)) {
                refuse("\"" + std::string(field.substr(0, 40)) + "\" is no number", line, number);
            }
            m_missing.push_back({column, static_cast<std::int32_t>(number)});
            return;
        }
        const auto single = static_cast<float>(*value);
        if (!std::isfinite(single)) {
            refuse("\"" + std::string(field.substr(0, 40)) + "\" is too large", line, number);
        }
        if (single != 0) m_values.push_back({column, single});
    }

    void keep_annotation(std::size_t which, std::string_view field) {
        count_bytes(field.size() + sizeof(std::string));
        m_annotation[which].emplace_back(field);
    }

    void count_bytes(std::size_t more) {
        m_bytes += more;
        if (m_bytes <= m_max_bytes) return;
        throw Error(ErrorKind::Memory,
                    "The names need more memory than the " + std::to_string(m_max_bytes >> 20U) +
                        " MiB that they may have",
                    m_path, "Allow more memory");
    }

    // A column is without values from the first row on to the last, or never.
    void finish_row(std::string name, std::size_t line) {
        if (m_missing.size() == m_layout.values) {
            for (auto& column : m_annotation) column.pop_back();
            ++m_rows_left_out;
            return;
        }
        if (m_row_names.empty()) choose_columns(line);
        if (m_missing.size() != m_columns_left_out) refuse_gap(line);
        for (const auto& [column, field] : m_missing) {
            if (m_place[static_cast<std::size_t>(column)] >= 0) refuse_gap(line);
        }
        const auto row = static_cast<std::int32_t>(m_row_names.size());
        if (m_row_names.size() >= std::numeric_limits<std::int32_t>::max()) {
            refuse("The table has more rows than any data set", line);
        }
        count_bytes(name.size() + sizeof(std::string));
        m_row_names.push_back(m_layout.row_names ? std::move(name) : std::to_string(row));
        for (const auto& [column, value] : m_values) {
            const std::int32_t place = m_place[static_cast<std::size_t>(column)];
            m_entries.push_back(m_layout.cells_in_rows ? Entry{row, place, value} : Entry{place, row, value});
            if (m_entries.size() < chunk) continue;
            m_sink.add(m_entries);
            m_entries.clear();
        }
    }

    void choose_columns(std::size_t line) {
        m_first_line = line;
        m_place.assign(m_layout.values, 0);
        for (const Gap& gap : m_missing) m_place[static_cast<std::size_t>(gap.column)] = -1;
        m_first_gaps = m_missing;
        m_columns_left_out = m_missing.size();
        std::int32_t next = 0;
        for (std::int32_t& place : m_place) place = place < 0 ? -1 : next++;
    }

    [[noreturn]] void refuse_gap(std::size_t line) const {
        for (const auto& [column, field] : m_missing) {
            if (m_place[static_cast<std::size_t>(column)] >= 0) {
                refuse("A value is missing", line, static_cast<std::size_t>(field));
            }
        }
        // A column that seemed to have no values has one here: what is missing stands in the first row.
        for (const Gap& gap : m_first_gaps) {
            const bool here =
                std::ranges::any_of(m_missing, [&](const Gap& g) { return g.column == gap.column; });
            if (!here) refuse("A value is missing", m_first_line, static_cast<std::size_t>(gap.field));
        }
        refuse("A value is missing", line);
    }

    std::vector<Column> annotation() {
        std::vector<Column> columns;
        for (std::size_t i = 0; i < m_layout.names.size(); ++i) {
            if (!m_layout.annotation[i]) continue;
            columns.push_back(typed_column(m_layout.names[i], std::move(m_annotation[columns.size()])));
        }
        return columns;
    }

    std::vector<std::string> column_names() const {
        std::vector<std::string> names;
        for (std::size_t i = 0, value = 0; i < m_layout.names.size(); ++i) {
            if (m_layout.annotation[i]) continue;
            if (m_place[value++] >= 0) names.push_back(m_layout.names[i]);
        }
        return names;
    }

    void add_warnings() {
        if (!m_layout.row_names) m_warnings.emplace_back("The rows have no names; numbers serve as names");
        if (!m_layout.sure) {
            m_warnings.emplace_back(
                "Neither the names of rows nor those of columns look like genes: rows were taken for genes");
        }
        if (m_rows_left_out > 0) {
            m_warnings.push_back("Rows without any value were left out: " + std::to_string(m_rows_left_out));
        }
        if (m_columns_left_out > 0) {
            m_warnings.push_back("Columns without any value were left out: " +
                                 std::to_string(m_columns_left_out));
        }
    }

    struct Gap {
        std::int32_t column, field;  // among those with values; in the line, from 1
    };

    const std::string& m_path;
    const std::size_t m_max_bytes;
    std::size_t m_longest_line = 0, m_bytes = 0;
    EntrySink& m_sink;
    Job& m_job;
    TextLayout m_layout;
    std::vector<std::string> m_row_names, m_warnings;
    std::vector<std::vector<std::string>> m_annotation;
    std::vector<Value> m_values;  // of the row at hand
    std::vector<Gap> m_missing, m_first_gaps;
    std::vector<std::int32_t> m_place;  // of a column with values among those kept; -1 is left out
    std::vector<Entry> m_entries;
    std::size_t m_first_line = 0, m_rows_left_out = 0, m_columns_left_out = 0;
};

}  // namespace

bool looks_like_text_matrix(const std::string& path, Job& job, const ReadOptions& options) {
    try {
        const TextLayout layout = find_text_layout(path, options, job);
        return layout.values >= fewest_columns && !layout.statistics;
    } catch (const Error&) {
        return false;
    }
}

std::shared_ptr<Dataset> read_text_matrix(const std::string& path, const ReadOptions& options,
                                          EntrySink& sink, Job& job) {
    try {
        return MatrixTextReader(path, options, sink, job).read();
    } catch (const std::bad_alloc&) {
        throw Error(ErrorKind::Memory, "There is not enough memory to open the file", path,
                    "Close other programs, or open a part of the data");
    }
}

std::shared_ptr<Dataset> read_text_matrix(const std::string& path, const ReadOptions& options, Job& job) {
    MemorySink sink(options.max_bytes, path);
    return read_text_matrix(path, options, sink, job);
}

}  // namespace regulus
