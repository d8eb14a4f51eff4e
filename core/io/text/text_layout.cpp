#include "core/io/text/text_layout.h"

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_set>

#include "core/base/error.h"
#include "core/io/files/delimited_text.h"
#include "core/io/files/line_stream.h"
#include "core/io/files/name_kinds.h"
#include "core/io/files/number_text.h"
#include "core/io/text/text_no_genes.h"
#include "core/prior/known_tfs.h"

namespace regulus {
namespace {

constexpr std::size_t most_lines = 400, most_bytes = std::size_t{8} << 20U;
constexpr std::size_t most_names = 5000;
constexpr double sure_difference = 0.05;
constexpr const char* another = "Choose a table of genes and cells, saved as CSV or TSV";

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return result;
}

bool is_true_or_false(std::string_view field) {
    const std::string word = lower(field);
    return word == "true" || word == "false";
}

using Fields = std::vector<std::string>;

class LayoutFinder {
  public:
    LayoutFinder(const std::string& path, const ReadOptions& options, Job& job)
        : m_path(path), m_options(options), m_job(job) {}

    TextLayout find() {
        peek();
        choose_delimiter();
        split();
        choose_decimal();
        find_names();
        find_annotation();
        find_orientation();
        find_no_genes();
        return std::move(m_layout);
    }

  private:
    [[noreturn]] void refuse(const std::string& what, std::size_t line = 0) const {
        throw Error(ErrorKind::Input, what, line == 0 ? m_path : m_path + ", line " + std::to_string(line),
                    another);
    }

    // The first lines that say something; comments in front are left out.
    void peek() {
        LineStream lines(m_path, longest_matrix_line(m_options), m_job, "inspecting the table");
        std::size_t bytes = 0;
        while ((m_lines.size() < 2 || bytes < most_bytes) && m_lines.size() < most_lines && lines.next()) {
            const std::string_view line = lines.line();
            if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
            if (m_lines.empty() && (line.front() == '#' || is_separator_line(line))) continue;
            if (m_lines.empty()) m_layout.header_line = lines.number();
            m_lines.emplace_back(line);
            m_numbers.push_back(lines.number());
            bytes += line.size();
        }
        if (m_lines.size() < 2) refuse("The table has only one line");
    }

    void choose_delimiter() {
        if (const auto fields = table_fields(m_lines)) {
            m_layout.delimiter = fields->delimiter;
            m_layout.fields = fields->count;
            return;
        }
        Fields first, second;
        const char delimiter = delimiter_of(m_lines[0]);
        for (const auto& [line, fields] : {std::pair(0, &first), std::pair(1, &second)}) {
            const auto i = static_cast<std::size_t>(line);
            if (!split_fields(m_lines[i], delimiter, *fields)) {
                refuse("A quotation mark is not closed", m_numbers[i]);
            }
        }
        if (std::max(first.size(), second.size()) < 2)
            refuse("The file has one column: a list, not a matrix");
        refuse("The line has " + std::to_string(second.size()) + " columns, the first line " +
                   std::to_string(first.size()),
               m_numbers[1]);
    }

    // The names are kept a few times over while the table is read, and so are its first rows.
    void split() {
        constexpr std::size_t bytes_of_field = 64;
        const std::size_t rows = m_options.max_bytes / (m_layout.fields * bytes_of_field);
        if (rows < 6) {
            throw Error(ErrorKind::Memory,
                        "The table has " + std::to_string(m_layout.fields) +
                            " columns, whose names need too much memory",
                        m_path, "Allow more memory");
        }
        m_lines.resize(std::min(m_lines.size(), rows - 4));
        split_fields(m_lines[0], m_layout.delimiter, m_header);
        for (std::size_t i = 1; i < m_lines.size(); ++i) {
            Fields fields;
            split_fields(m_lines[i], m_layout.delimiter, fields);
            // What does not fit is told of with the number of its line when all is read.
            if (fields.size() == m_layout.fields) m_rows.push_back(std::move(fields));
        }
        m_lines.clear();
    }

    void choose_decimal() {
        if (m_layout.delimiter == ',') return;
        bool comma = false, point = false, no_thousands = m_layout.delimiter == ';';
        for (const Fields& fields : m_rows) {
            for (const std::string& field : fields) {
                const auto at = field.find(',');
                if (at != std::string::npos && value_in(field, true)) {
                    comma = true;
                    no_thousands = no_thousands || field.size() - at != 4;
                }
                point = point || (field.find('.') != std::string::npos && decimal_number(field));
            }
        }
        m_layout.decimal_comma = comma && !point && no_thousands;
    }

    bool is_value(std::string_view field) const {
        return value_in(field, m_layout.decimal_comma).has_value();
    }

    double number_in(std::string_view field) const {
        return value_in(field, m_layout.decimal_comma).value_or(std::numeric_limits<double>::quiet_NaN());
    }

    static bool names_an_index(const std::string& header) {
        static const std::unordered_set<std::string> names = {
            "",         "index",     "cell",    "cells",   "cellid",   "barcode",
            "barcodes", "id",        "gene",    "genes",   "genename", "genenames",
            "geneid",   "symbol",    "name",    "names",   "row",      "rownames",
            "unnamed0", "sample",    "samples", "feature", "features", "cellindex",
            "cellname", "cellnames", "spot",    "spotid",  "sampleid", "cellbarcode"};
        return names.contains(plain_word(header));
    }

    bool counts_rows(std::size_t field) const {
        ColumnValues values;
        for (const Fields& fields : m_rows) values.add(number_in(fields[field]));
        return values.counts_rows();
    }

    // Columns named 0, 1, 2, ... or 1, 2, 3, ...
    bool counts_on(std::size_t from) const {
        const auto first = whole_number(m_header[from]);
        if (!first || *first > 1) return false;
        for (std::size_t i = from; i < m_header.size(); ++i) {
            if (whole_number(m_header[i]) != *first + static_cast<std::int64_t>(i - from)) return false;
        }
        return true;
    }

    void find_names() {
        const bool shorter = m_header.size() < m_layout.fields;
        const std::size_t from = shorter ? 0 : 1;
        const bool numbers = std::all_of(m_header.begin() + static_cast<std::ptrdiff_t>(from), m_header.end(),
                                         [&](const std::string& field) { return is_value(field); });
        if (numbers && !counts_on(from) && (shorter || !names_an_index(m_header[0]))) {
            refuse("The first line has numbers instead of column names", m_layout.header_line);
        }
        m_layout.row_names = shorter || names_an_index(m_header[0]) || counts_rows(0) ||
                             !std::ranges::all_of(m_rows, [&](const Fields& fields) {
                                 return is_value(fields[0]) || is_missing_text(fields[0]);
                             });
        if (m_layout.row_names && !shorter) m_layout.row_header = m_header[0];
        m_layout.names.assign(m_header.begin() + (m_layout.row_names && !shorter ? 1 : 0), m_header.end());
        if (!m_layout.row_names) refuse_coordinates();
    }

    // PC1, PC2, ...: rows without a name, columns that are one word numbered.
    void refuse_coordinates() const {
        const auto stem = [](const std::string& name) {
            return name.substr(0, name.find_last_not_of("0123456789") + 1);
        };
        for (std::size_t i = 0; i < m_layout.names.size(); ++i) {
            const std::string& name = m_layout.names[i];
            if (stem(name) != stem(m_layout.names[0]) ||
                whole_number(name.substr(stem(name).size())).value_or(-1) !=
                    static_cast<std::int64_t>(i + 1)) {
                return;
            }
        }
        throw Error(ErrorKind::Data,
                    "The table has coordinates (" + m_layout.names.front() + " to " + m_layout.names.back() +
                        ") of rows without names, not expression",
                    m_path, another);
    }

    std::size_t shift() const { return m_layout.row_names ? 1 : 0; }

    // A column of mostly words; what is not a number in a column of numbers is a fault told of later.
    void find_annotation() {
        static const std::unordered_set<std::string> of_genes = {"chr",    "chromosome", "start",      "end",
                                                                 "strand", "length",     "gene_length"};
        m_layout.annotation.resize(m_layout.names.size());
        for (std::size_t i = 0; i < m_layout.names.size(); ++i) {
            std::size_t numbers = 0, words = 0, logical = 0;
            for (const Fields& fields : m_rows) {
                const std::string& field = fields[i + shift()];
                if (is_missing_text(field)) continue;
                ++(is_value(field) ? numbers : words);
                logical += is_true_or_false(field);
            }
            m_layout.annotation[i] = words > numbers || of_genes.contains(lower(m_layout.names[i]));
            m_layout.statistics = m_layout.statistics || (words > numbers && logical == words);
        }
    }

    Features columns() const {
        Features features{{}, m_layout.cells_in_rows};
        for (std::size_t i = 0; i < m_layout.names.size(); ++i) {
            Feature& column = features.all.emplace_back();
            column.name = m_layout.names[i];
            column.words = m_layout.annotation[i];
            for (const Fields& fields : m_rows) {
                const std::string& field = fields[i + shift()];
                if (column.words)
                    column.texts.push_back(field);
                else
                    column.numbers.push_back(number_in(field));
            }
        }
        return features;
    }

    // Columns of numbers that are no genes; once it is known whether the columns are genes.
    void find_no_genes() {
        const NoGenes no_genes(columns());
        for (std::size_t i = 0; i < m_layout.names.size(); ++i) {
            if (!m_layout.annotation[i] && no_genes.has(i)) {
                m_layout.annotation[i] = true;
                m_layout.no_genes.push_back(m_layout.names[i]);
            }
            if (m_layout.annotation[i]) continue;
            ++m_layout.values;
            m_layout.empty.push_back(std::ranges::all_of(
                m_rows, [&](const Fields& fields) { return is_missing_text(fields[i + shift()]); }));
        }
        m_layout.odd_genes = no_genes.unsure();
        const std::unordered_set<std::string> distinct(m_layout.names.begin(), m_layout.names.end());
        m_layout.statistics = m_layout.statistics || names_regulations() || binds_tfs() ||
                              distinct.size() * 2 < m_layout.names.size();  // headers of several lines
        if (m_layout.values == 0) refuse("The table has no column of numbers");
    }

    // A table of regulations with a column a TF: 0 and 1 under names of TFs, beside a column of genes.
    bool binds_tfs() const {
        bool genes = false;
        std::size_t tfs = 0;
        for (std::size_t i = 0; i < m_layout.names.size(); ++i) {
            if (m_layout.annotation[i]) {
                genes = genes || plain_word(m_layout.names[i]).find("gene") != std::string::npos;
                continue;
            }
            tfs += looks_like_tf(m_layout.names[i]);
            for (const Fields& fields : m_rows) {
                const auto value = value_in(fields[i + shift()], m_layout.decimal_comma);
                if (!value || (*value != 0 && *value != 1)) return false;
            }
        }
        return genes && tfs * 4 >= m_layout.values;
    }

    bool names_regulations() const {
        bool tf = false, target = false;
        for (const std::string& field : m_header) {
            const std::string name = lower(field);
            tf = tf || name == "tf" || name == "source" || name == "regulator" || name == "source_genesymbol";
            target = target || name.starts_with("target");
        }
        return tf && target;
    }

    void find_orientation() {
        if (m_options.table_rows != TableRows::FindOut) {
            m_layout.cells_in_rows = m_options.table_rows == TableRows::Cells;
            return;
        }
        Fields rows, columns;
        for (const Fields& fields : m_rows) {
            if (m_layout.row_names) rows.push_back(fields[0]);
        }
        for (std::size_t i = 0; i < m_layout.names.size() && columns.size() < most_names; ++i) {
            if (!m_layout.annotation[i]) columns.push_back(m_layout.names[i]);
        }
        if (!m_layout.row_names) {  // only a table of cells does without names
            m_layout.cells_in_rows = true;
            return;
        }
        const double difference = gene_likeness(rows) - gene_likeness(columns);
        const std::string header = lower(m_layout.row_header);
        const auto has = [&](const char* word) { return header.find(word) != std::string::npos; };
        if (std::abs(difference) > sure_difference) {
            m_layout.cells_in_rows = difference < 0;
        } else if (has("cell") || has("barcode") || has("sample")) {
            m_layout.cells_in_rows = true;
        } else {
            m_layout.sure = has("gene") || has("symbol") || has("ensembl") || has("feature");
        }
    }

    const std::string& m_path;
    const ReadOptions& m_options;
    Job& m_job;
    TextLayout m_layout;
    std::vector<std::string> m_lines;
    std::vector<std::size_t> m_numbers;  // of the lines
    Fields m_header;
    std::vector<Fields> m_rows;
};

}  // namespace

std::size_t longest_matrix_line(const ReadOptions& options) {
    return std::clamp(options.max_bytes / 8, std::size_t{1} << 20U, std::size_t{1} << 30U);
}

std::optional<double> value_in(std::string_view field, bool decimal_comma) {
    if (decimal_comma && field.find(',') != std::string_view::npos) {
        std::array<char, 64> buffer{};
        if (field.size() > buffer.size() || field.find('.') != std::string_view::npos) return std::nullopt;
        std::ranges::replace_copy(field, buffer.begin(), ',', '.');
        return decimal_number({buffer.data(), field.size()});
    }
    return decimal_number(field);
}

TextLayout find_text_layout(const std::string& path, const ReadOptions& options, Job& job) {
    return LayoutFinder(path, options, job).find();
}

}  // namespace regulus
