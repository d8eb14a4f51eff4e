#include "core/io/text/text_matrix_reader.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <new>
#include <string_view>
#include <unordered_set>

#include "core/base/error.h"
#include "core/io/assembly/assemble_dataset.h"
#include "core/io/assembly/entry_sink.h"
#include "core/io/assembly/name_budget.h"
#include "core/io/assembly/typed_column.h"
#include "core/io/files/delimited_text.h"
#include "core/io/files/line_stream.h"
#include "core/io/files/number_text.h"
#include "core/io/text/text_cell_rows.h"
#include "core/io/text/text_layout.h"
#include "core/io/text/text_rows.h"
#include "core/io/text/text_warnings.h"

namespace regulus {
namespace {

constexpr std::size_t chunk = 4096;
constexpr std::size_t between_checkpoints = std::size_t{1} << 16U;
constexpr std::size_t fewest_columns = 3;

// What decides on the matrix besides the file.
std::string how_read(const TextLayout& layout) {
    std::string how = "table 2 " + std::to_string(layout.header_line) + " " + std::to_string(layout.fields);
    how += {' ', layout.delimiter, layout.decimal_comma ? 'c' : 'p', layout.row_names ? 'n' : '-',
            layout.cells_in_rows ? 'r' : '-'};
    for (const bool annotation : layout.annotation) how += annotation ? 'a' : 'v';
    return how;
}

class MatrixTextReader {
  public:
    MatrixTextReader(const std::string& path, const ReadOptions& options, Job& job)
        : m_path(path),
          m_options(options),
          m_max_bytes(options.max_bytes),
          m_longest_line(longest_matrix_line(options)),
          m_budget(options.max_bytes, path),
          m_job(job),
          m_layout(found_layout(path, options, job)),
          m_kept({path}, how_read(m_layout), options),
          m_sink(options.max_bytes, path, m_kept, job) {}

    std::shared_ptr<Dataset> read() {
        auto matrix = find_kept();
        if (!matrix) {
            read_lines();
            if (m_rows.names.empty()) {
                throw Error(ErrorKind::Data, "The table has no row with values", m_path,
                            "Choose another file");
            }
            PartJob arranging(m_job, 0.85, 1);
            matrix = finish_matrix(arranging);
            if (m_sink.entry()) keep_rows();
        }
        if (!m_layout.row_names) name_rows();
        for (std::string& warning : text_warnings(m_layout, m_rows, m_named_by, m_first_gap))
            m_warnings.push_back(std::move(warning));
        Table rows{std::move(m_rows.names), m_layout.row_header, annotation()};
        Table columns{column_names(), "", column_annotation()};
        Table& obs = m_layout.cells_in_rows ? rows : columns;
        Table& var = m_layout.cells_in_rows ? columns : rows;
        return assemble_dataset(m_path, std::filesystem::path(m_path).filename().string(), std::move(obs),
                                std::move(var), std::move(matrix), std::move(m_warnings), !m_first_gap);
    }

  private:
    struct Value {
        std::int32_t column;  // among those with values
        float value;
    };

    static TextLayout found_layout(const std::string& path, const ReadOptions& options, Job& job) {
        PartJob looking(job, 0, 0.02);
        return find_text_layout(path, options, looking);
    }

    std::size_t cells() const { return m_layout.cells_in_rows ? m_rows.names.size() : m_rows.columns(); }
    std::size_t genes() const { return m_layout.cells_in_rows ? m_rows.columns() : m_rows.names.size(); }

    std::shared_ptr<const MatrixSource> find_kept() {
        const auto entry = m_kept.find_entry();
        auto rows = entry ? read_text_rows(entry->folder(), m_kept.key(), m_max_bytes) : std::nullopt;
        if (rows && rows->fits(m_layout)) {
            m_rows = std::move(*rows);
            if (auto matrix = m_kept.find(entry, cells(), genes())) return matrix;
        }
        m_rows = {};
        for (const bool is_annotation : m_layout.annotation) {
            if (is_annotation) m_rows.annotation.emplace_back();
        }
        return nullptr;
    }

    // Without them the values are read from text again, which is no reason to refuse the file.
    void keep_rows() {
        try {
            // Whoever begins to build removes what was left half written: not this.
            const auto lock = m_sink.entry()->wait_to_build(m_job, "caching names");
            write_text_rows(m_rows, *m_sink.entry(), m_kept.key());
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::Storage) throw;
            m_warnings.push_back(
                "The names could not be cached, so the table will be read again next time: " +
                error.problem());
        }
    }

    [[noreturn]] void refuse(const std::string& what, std::size_t line, std::size_t field = 0) const {
        std::string where = m_path + ", line " + std::to_string(line);
        if (field > 0) {
            where += ", column " + std::to_string(field);
            const std::size_t place = field - (m_layout.row_names ? 2 : 1);
            if (place < m_layout.names.size()) where += " (" + m_layout.names[place].substr(0, 40) + ")";
        }
        throw Error(ErrorKind::Input, what, where, "Correct the table, or choose another file");
    }

    void look_for_cell_rows() {
        // Rows without names are genes that nobody can tell from annotation.
        if (m_layout.cells_in_rows || !m_layout.row_names) return;
        PartJob looking(m_job, 0.02, 0.2);
        CellRows found = find_cell_rows(m_path, m_layout, m_options, looking);
        m_cell_rows = std::move(found.lines);
        m_rows.odd_names = std::move(found.unsure);
    }

    void read_lines() {
        look_for_cell_rows();
        PartJob reading(m_job, m_layout.cells_in_rows ? 0.02 : 0.2, 0.85);
        LineStream lines(m_path, m_longest_line, reading, "reading the table");
        while (lines.next()) {
            if (lines.number() <= m_layout.header_line ||
                lines.line().find_first_not_of(" \t") == std::string_view::npos) {
                continue;
            }
            if (std::ranges::binary_search(m_cell_rows, lines.number()))
                take_cell_row(lines);
            else
                take_line(lines);
        }
        finish_cell_rows();
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
        check_end(cursor, field, lines.number());
        finish_row(std::move(name), lines.number());
    }

    void check_end(const FieldCursor& cursor, std::size_t fields, std::size_t line) const {
        if (cursor.unclosed()) refuse("A quotation mark is not closed", line);
        if (fields == m_layout.fields) return;
        refuse("The line has " + std::to_string(fields) + " columns, those before it " +
                   std::to_string(m_layout.fields),
               line);
    }

    // A row about the cells; what columns about the genes have in it is about neither.
    void take_cell_row(const LineStream& lines) {
        FieldCursor cursor(lines.line(), m_layout.delimiter);
        cursor.next();
        m_rows.column_annotation_names.emplace_back(cursor.field());
        auto& row = m_rows.column_annotation.emplace_back();
        std::size_t place = 0;
        for (; cursor.next(); ++place) {
            if (place >= m_layout.annotation.size() || m_layout.annotation[place]) continue;
            m_budget.take(cursor.field().size() + sizeof(std::string));
            row.emplace_back(cursor.field());
        }
        check_end(cursor, place + 1, lines.number());
    }

    // Of the cells that are kept.
    void finish_cell_rows() {
        for (auto& row : m_rows.column_annotation) {
            std::vector<std::string> kept;
            for (std::size_t i = 0; i < m_rows.places.size(); ++i) {
                if (m_rows.places[i] >= 0) kept.push_back(std::move(row[i]));
            }
            row = std::move(kept);
        }
    }

    void take_value(std::string_view field, std::int32_t column, std::size_t line, std::size_t number) {
        const auto value = value_in(field, m_layout.decimal_comma);
        if (!value) {
            if (!is_missing_text(field)) {
                refuse("\"" + std::string(field.substr(0, 40)) + "\" is not a number", line, number);
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
        m_budget.take(field.size() + sizeof(std::string));
        m_rows.annotation[which].emplace_back(field);
    }

    // A row without any value is left out, and so is a column without any in the rows looked at beforehand.
    void finish_row(std::string name, std::size_t line) {
        if (m_missing.size() == m_layout.values) {
            for (auto& column : m_rows.annotation) column.pop_back();
            ++m_rows.left_out;
            return;
        }
        if (m_rows.names.empty()) choose_columns();
        take_gaps(line);
        const auto row = static_cast<std::int32_t>(m_rows.names.size());
        if (m_rows.names.size() >= std::numeric_limits<std::int32_t>::max()) {
            refuse("The table has too many rows", line);
        }
        m_budget.take(name.size() + sizeof(std::string));
        m_rows.names.push_back(m_layout.row_names ? std::move(name) : std::to_string(row));
        for (const auto& [column, value] : m_values) {
            const std::int32_t place = m_rows.places[static_cast<std::size_t>(column)];
            m_entries.push_back(m_layout.cells_in_rows ? Entry{row, place, value} : Entry{place, row, value});
            if (m_entries.size() < chunk) continue;
            m_sink.add(m_entries);
            m_entries.clear();
        }
    }

    void choose_columns() {
        std::int32_t next = 0;
        for (const bool empty : m_layout.empty) m_rows.places.push_back(empty ? -1 : next++);
        m_rows.columns_left_out = m_layout.values - static_cast<std::size_t>(next);
    }

    // What is missing amid values is NaN, as in a matrix of numbers.
    void take_gaps(std::size_t line) {
        std::size_t left_out = 0;
        for (const Gap& gap : m_missing) {
            if (m_rows.places[static_cast<std::size_t>(gap.column)] < 0) {
                ++left_out;
                continue;
            }
            m_values.push_back({gap.column, std::numeric_limits<float>::quiet_NaN()});
            if (!m_first_gap) m_first_gap = TextGap{line, static_cast<std::size_t>(gap.field)};
        }
        if (left_out != m_rows.columns_left_out) {
            refuse("The line has a value in a column that has none in the first " +
                       std::to_string(m_rows.names.size()) + " rows",
                   line);
        }
        if (m_missing.size() > left_out) std::ranges::sort(m_values, {}, &Value::column);
    }

    // A matrix that does not fit into memory is kept in the cache, where all values are finite.
    std::shared_ptr<const MatrixSource> finish_matrix(Job& job) {
        try {
            return m_sink.finish(cells(), genes(), job);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::Data || !m_first_gap) throw;
            refuse("A value is missing", m_first_gap->line, m_first_gap->field);
        }
    }

    // Rows without names of their own, by the columns in front that tell them apart: fov and cell_ID.
    void name_rows() {
        std::vector<std::string> names(m_rows.names.size());
        std::string by;
        for (std::size_t i = 0; i < m_layout.annotation.size() && m_layout.annotation[i]; ++i) {
            const std::vector<std::string>& column = m_rows.annotation[i];
            for (std::size_t r = 0; r < names.size(); ++r) names[r] += (i > 0 ? "_" : "") + column[r];
            by += (i > 0 ? " and " : "") + m_layout.names[i].substr(0, 40);
            if (std::unordered_set<std::string_view>(names.begin(), names.end()).size() < names.size())
                continue;
            m_rows.names = std::move(names);
            m_named_by = std::move(by);
            return;
        }
    }

    std::vector<Column> annotation() {
        std::vector<Column> columns;
        for (std::size_t i = 0; i < m_layout.names.size(); ++i) {
            if (!m_layout.annotation[i]) continue;
            columns.push_back(typed_column(m_layout.names[i], std::move(m_rows.annotation[columns.size()])));
        }
        return columns;
    }

    std::vector<std::string> column_names() const {
        std::vector<std::string> names;
        for (std::size_t i = 0, value = 0; i < m_layout.names.size(); ++i) {
            if (m_layout.annotation[i]) continue;
            if (m_rows.places[value++] >= 0) names.push_back(m_layout.names[i]);
        }
        return names;
    }

    std::vector<Column> column_annotation() {
        std::vector<Column> columns;
        for (std::size_t i = 0; i < m_rows.column_annotation.size(); ++i) {
            columns.push_back(
                typed_column(m_rows.column_annotation_names[i], std::move(m_rows.column_annotation[i])));
        }
        return columns;
    }

    struct Gap {
        std::int32_t column, field;  // among those with values; in the line, from 1
    };

    const std::string& m_path;
    const ReadOptions& m_options;
    const std::size_t m_max_bytes;
    const std::size_t m_longest_line;
    NameBudget m_budget;
    Job& m_job;
    const TextLayout m_layout;
    const KeptMatrix m_kept;
    EntrySink m_sink;
    TextRows m_rows;
    std::vector<std::size_t> m_cell_rows;  // lines about the cells
    std::vector<std::string> m_warnings;
    std::vector<Value> m_values;  // of the row at hand
    std::vector<Gap> m_missing;
    std::vector<Entry> m_entries;
    std::optional<TextGap> m_first_gap;
    std::string m_named_by;  // columns, of rows without a name
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

std::shared_ptr<Dataset> read_text_matrix(const std::string& path, const ReadOptions& options, Job& job) {
    try {
        return MatrixTextReader(path, options, job).read();
    } catch (const std::bad_alloc&) {
        throw Error(ErrorKind::Memory, "Out of memory to open the file", path,
                    "Close other programs, or open a part of the data");
    }
}

}  // namespace regulus
