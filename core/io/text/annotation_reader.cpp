#include "core/io/text/annotation_reader.h"

#include <algorithm>
#include <new>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/base/utf8.h"
#include "core/io/assembly/text_door.h"
#include "core/io/assembly/typed_column.h"
#include "core/io/files/delimited_text.h"
#include "core/io/files/line_stream.h"
#include "core/io/files/name_kinds.h"

namespace regulus {
namespace {

constexpr std::size_t longest_line = std::size_t{1} << 20U, most_bytes = std::size_t{1} << 30U;
constexpr std::size_t sampled_rows = 5000;
constexpr std::size_t first_lines = 100;
constexpr std::string_view suffix = "-1";
constexpr std::size_t nobody = static_cast<std::size_t>(-1);

// The cells by name; several may have the same.
class CellNames {
  public:
    explicit CellNames(const std::vector<std::string>& names) : m_next(names.size(), nobody) {
        m_first.reserve(names.size());
        for (std::size_t i = names.size(); i-- > 0;) {
            const auto [place, added] = m_first.emplace(names[i], i);
            if (added) continue;
            m_next[i] = place->second;
            place->second = i;
        }
    }
    std::size_t equal(std::string_view name) const {
        const auto found = m_first.find(name);
        return found == m_first.end() ? nobody : found->second;
    }
    // The one that differs by the suffix alone.
    std::size_t similar(std::string_view name) const {
        if (name.ends_with(suffix)) return equal(name.substr(0, name.size() - suffix.size()));
        return equal(std::string(name) += suffix);
    }
    bool has(std::string_view name) const { return equal(name) != nobody || similar(name) != nobody; }
    std::size_t next(std::size_t cell) const { return m_next[cell]; }  // of the same name

  private:
    std::unordered_map<std::string_view, std::size_t> m_first;
    std::vector<std::size_t> m_next;
};

class AnnotationReader {
  public:
    AnnotationReader(const std::string& path, const Table& obs, Job& job)
        : m_path(path), m_obs(obs), m_job(job), m_cells(obs.index) {}

    Annotation read() {
        read_rows();
        find_key();
        find_header();
        match();
        make_columns();
        return std::move(m_result);
    }

  private:
    using Row = std::vector<std::string>;

    [[noreturn]] void refuse(const std::string& what, std::size_t line) const {
        throw Error(ErrorKind::Input, what, m_path + ", line " + std::to_string(line),
                    "Choose a table with barcodes in one column and labels in another");
    }

    void read_rows() {
        LineStream lines(m_path, longest_line, m_job, "reading the annotation");
        std::vector<std::string> first;
        std::vector<std::size_t> numbers;
        while (first.size() < first_lines && lines.next()) {
            if (!says_something(lines.line(), first.empty())) continue;
            first.emplace_back(lines.line());
            numbers.push_back(lines.number());
        }
        if (first.empty()) refuse("The table has no rows", 1);
        if (first.size() == 1) first.push_back(first.front());  // a cell alone, without a header
        const auto fields = table_fields(first);
        if (!fields) {
            refuse("The lines have only one column, or different numbers of columns", numbers.front());
        }
        m_fields = *fields;
        for (std::size_t i = 0; i < numbers.size(); ++i) take_line(first[i], numbers[i]);
        while (lines.next()) {
            if (says_something(lines.line(), false)) take_line(lines.line(), lines.number());
        }
    }

    static bool says_something(std::string_view line, bool in_front) {
        return line.find_first_not_of(" \t") != std::string_view::npos &&
               !(in_front && (line.front() == '#' || is_separator_line(line)));
    }

    void take_line(std::string_view line, std::size_t number) {
        Row row;
        row.reserve(m_fields.count);
        if (!split_fields(line, m_fields.delimiter, row)) refuse("A quotation mark is not closed", number);
        if (!is_utf8(line)) mend(row);
        const bool shorter = m_rows.empty() && row.size() + 1 == m_fields.count;
        if (shorter) {
            row.insert(row.begin(), "");
            m_certain_header = true;
        }
        if (row.size() != m_fields.count) {
            refuse("The line has " + std::to_string(row.size()) + " columns, others " +
                       std::to_string(m_fields.count),
                   number);
        }
        m_bytes += line.size() + row.size() * sizeof(std::string);
        if (m_bytes > most_bytes) {
            throw Error(ErrorKind::Memory, "The table needs more than 1 GiB of memory", m_path,
                        "Leave out columns that are not needed");
        }
        m_rows.push_back(std::move(row));
    }

    void mend(Row& row) {
        m_mended.resize(std::max(m_mended.size(), row.size()));
        for (std::size_t c = 0; c < row.size(); ++c) {
            if (is_utf8(row[c])) continue;
            row[c] = as_utf8(row[c]);
            auto& [count, example] = m_mended[c];
            if (count++ == 0) example = row[c];
        }
    }

    void find_key() {
        std::vector<std::size_t> found(m_fields.count, 0);
        const std::size_t step = std::max<std::size_t>(1, m_rows.size() / sampled_rows);
        for (std::size_t i = 0; i < m_rows.size(); i += step) {
            m_job.checkpoint();
            for (std::size_t c = 0; c < found.size(); ++c) found[c] += m_cells.has(m_rows[i][c]);
        }
        m_key = static_cast<std::size_t>(std::ranges::max_element(found) - found.begin());
    }

    void find_header() {
        const Row& first = m_rows.front();
        m_names.resize(m_fields.count);
        m_header = m_certain_header ||
                   (m_rows.size() > 1 && !m_cells.has(first[m_key]) && !looks_like_barcode(first[m_key]));
        for (std::size_t c = 0; c < m_names.size(); ++c) {
            if (m_header) m_names[c] = first[c];
            if (m_names[c].empty()) {
                m_names[c] = m_fields.count == 2 && c != m_key ? "label" : "column " + std::to_string(c + 1);
            }
        }
        if (!m_header) {
            m_result.warnings.push_back("The table has no header: its first line is for the cell " +
                                        first[m_key]);
        }
        for (std::size_t c = 0; c < std::min(m_mended.size(), m_names.size()); ++c) {
            const auto& [count, example] = m_mended[c];
            if (count > 0)
                m_result.warnings.push_back(mended_words(count, "values of column " + m_names[c], example));
        }
        m_result.rows = m_rows.size() - (m_header ? 1 : 0);
        m_result.matched_by = m_names[m_key];
    }

    void match() {
        m_row_of.assign(m_obs.size(), nobody);
        std::vector<bool> used(m_rows.size(), false);
        std::unordered_set<std::string_view> seen;
        std::size_t repeated = 0, equal = 0;
        for (const bool exact : {true, false}) {
            for (std::size_t r = m_header ? 1 : 0; r < m_rows.size(); ++r) {
                if (r % 4096 == 0) m_job.checkpoint();
                const std::string& name = m_rows[r][m_key];
                if (exact && !seen.insert(name).second) {
                    ++repeated;
                    used[r] = true;
                }
                if (used[r]) continue;
                std::size_t cell = exact ? m_cells.equal(name) : m_cells.similar(name);
                for (; cell != nobody; cell = m_cells.next(cell)) {
                    if (m_row_of[cell] != nobody) continue;
                    m_row_of[cell] = r;
                    used[r] = true;
                    ++m_result.matched;
                }
            }
            if (exact) equal = m_result.matched;
        }
        const auto unused =
            static_cast<std::size_t>(std::count(used.begin() + (m_header ? 1 : 0), used.end(), false));
        if (m_result.matched == 0) refuse_strangers();
        warn(repeated, "row repeats", "rows repeat", " an earlier cell; the first is used");
        warn(m_result.matched - equal, "cell was", "cells were",
             " matched with or without \"-1\" at the end of the name");
        warn(m_obs.size() - m_result.matched, "cell is", "cells are", " not in the table");
        warn(unused, "row of the table matches", "rows of the table match", " no cell of the dataset");
    }

    void warn(std::size_t count, const char* one, const char* several, const char* what) {
        if (count > 0) m_result.warnings.push_back(count_text(count, one, several) + what);
    }

    [[noreturn]] void refuse_strangers() const {
        const std::string& name = m_rows[m_rows.size() > 1 ? 1 : 0][m_key];
        throw Error(ErrorKind::Data,
                    "No cell of the table is in the dataset: the table has \"" + name.substr(0, 40) + "\"" +
                        (m_obs.index.empty() ? ", the dataset no cells"
                                             : ", the dataset \"" + m_obs.index.front().substr(0, 40) + "\""),
                    m_path, "Choose the table that belongs to these cells");
    }

    void make_columns() {
        // AnnData keeps these for itself, and writes no column of that name.
        const std::unordered_set<std::string> kept{"_index", "__categories", m_obs.index_name};
        std::unordered_set<std::string> taken = kept;
        for (const Column& column : m_obs.columns) taken.insert(column.name);
        for (std::size_t c = 0; c < m_fields.count; ++c) {
            const bool reserved = kept.contains(m_names[c]);
            if (c == m_key || (reserved && repeats_names(c))) continue;
            m_job.checkpoint();
            std::string name = m_names[c];
            for (int i = 2; !taken.insert(name).second; ++i)
                name = m_names[c] + " (" + std::to_string(i) + ")";
            if (name != m_names[c]) {
                m_result.warnings.push_back((reserved ? "Cell names are stored as " + m_names[c]
                                                      : "There already is a column " + m_names[c] + "") +
                                            "; the one from the table is called " + name);
            }
            m_result.columns.push_back(typed_column(std::move(name), values_of(c)));
        }
    }

    // By cell; empty where the table has none.
    std::vector<std::string> values_of(std::size_t column) const {
        std::vector<std::string> values(m_obs.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (m_row_of[i] != nobody) values[i] = m_rows[m_row_of[i]][column];
        }
        return values;
    }

    // Whether it says of every cell only what the cell is called.
    bool repeats_names(std::size_t column) const {
        for (std::size_t i = 0; i < m_row_of.size(); ++i) {
            if (m_row_of[i] == nobody) continue;
            const Row& row = m_rows[m_row_of[i]];
            if (row[column] != row[m_key] && row[column] != m_obs.index[i]) return false;
        }
        return true;
    }

    const std::string& m_path;
    const Table& m_obs;
    Job& m_job;
    CellNames m_cells;
    Annotation m_result;
    TableFields m_fields;
    std::vector<Row> m_rows;
    std::vector<std::string> m_names;  // of the columns
    std::vector<std::pair<std::size_t, std::string>>
        m_mended;  // of each: texts that were no UTF-8, the first
    std::size_t m_key = 0, m_bytes = 0;
    bool m_certain_header = false, m_header = false;
    std::vector<std::size_t> m_row_of;  // the row of a cell
};

}  // namespace

Annotation read_annotation(const std::string& path, const Table& obs, Job& job) {
    try {
        return AnnotationReader(path, obs, job).read();
    } catch (const std::bad_alloc&) {
        throw Error(ErrorKind::Memory, "Out of memory to open the file", path,
                    "Close other programs, or leave out columns that are not needed");
    }
}

}  // namespace regulus
