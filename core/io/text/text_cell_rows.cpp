#include "core/io/text/text_cell_rows.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/io/assembly/name_budget.h"
#include "core/io/files/delimited_text.h"
#include "core/io/files/line_stream.h"
#include "core/io/files/number_text.h"
#include "core/io/text/text_no_genes.h"

namespace regulus {
namespace {

constexpr std::size_t most_cells = 400;  // as many as rows are looked at where cells are rows
constexpr std::size_t most_values = std::size_t{4} << 20U;

class RowSample {
  public:
    RowSample(const std::string& path, const TextLayout& layout, const ReadOptions& options)
        : m_layout(layout),
          m_budget(options.max_bytes, path),
          m_most_values(std::min(most_values, options.max_bytes / (4 * sizeof(double)))),
          m_cells(std::min(most_cells, layout.values)) {
        m_features.genes = m_features.in_rows = true;
    }

    void add(std::string_view line, std::size_t number) {
        Feature row;
        FieldCursor cursor(line, m_layout.delimiter);
        if (cursor.next()) row.name = cursor.field();
        std::size_t words = 0, present = 0;
        for (std::size_t i = 0; i < m_layout.names.size() && row.numbers.size() < m_cells; ++i) {
            std::uint32_t count = 0;
            if (!m_layout.annotation[i] && cursor.next_count(count)) {
                row.numbers.push_back(count);
                ++present;
                continue;
            }
            if (!cursor.next()) break;
            if (m_layout.annotation[i]) continue;
            const auto value = value_in(cursor.field(), m_layout.decimal_comma);
            row.numbers.push_back(value.value_or(std::numeric_limits<double>::quiet_NaN()));
            present += value ? 1 : 0;
            words += !value && !is_missing_text(cursor.field()) ? 1 : 0;
        }
        if (row.numbers.size() < m_cells) return;  // too short a line, which is told of when all is read
        m_budget.take(row.name.size() + sizeof(std::string));
        if (words > present) take_words(row, line);
        m_features.all.push_back(std::move(row));
        m_lines.push_back(number);
        while (m_features.all.size() * m_cells > m_most_values && m_cells > 1) halve();
    }

    CellRows found() const {
        const NoGenes no_genes(m_features);
        CellRows rows;
        for (std::size_t i = 0; i < m_lines.size(); ++i) {
            if (m_features.all[i].words || no_genes.has(i)) rows.lines.push_back(m_lines[i]);
        }
        if (rows.lines.size() == m_lines.size()) return {};
        rows.unsure = no_genes.unsure();
        return rows;
    }

  private:
    void take_words(Feature& row, std::string_view line) const {
        row.words = true;
        row.numbers.clear();
        FieldCursor cursor(line, m_layout.delimiter);
        cursor.next();
        for (std::size_t i = 0; row.texts.size() < m_cells && cursor.next(); ++i) {
            if (!m_layout.annotation[i]) row.texts.emplace_back(cursor.field());
        }
    }

    // Of very many rows fewer cells.
    void halve() {
        m_cells /= 2;
        for (Feature& row : m_features.all) {
            if (row.words) {
                row.texts.resize(m_cells);
            } else {
                row.numbers.resize(m_cells);
                row.numbers.shrink_to_fit();
            }
        }
    }

    const TextLayout& m_layout;
    NameBudget m_budget;
    const std::size_t m_most_values;
    std::size_t m_cells;
    Features m_features;
    std::vector<std::size_t> m_lines;
};

}  // namespace

CellRows find_cell_rows(const std::string& path, const TextLayout& layout, const ReadOptions& options,
                        Job& job) {
    RowSample sample(path, layout, options);
    LineStream lines(path, longest_matrix_line(options), job, "inspecting the rows");
    while (lines.next()) {
        if (lines.number() <= layout.header_line ||
            lines.line().find_first_not_of(" \t") == std::string_view::npos) {
            continue;
        }
        sample.add(lines.line(), lines.number());
    }
    return sample.found();
}

}  // namespace regulus
