#include "core/io/text/text_no_genes.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

#include "core/io/files/name_kinds.h"
#include "core/io/text/annotation_words.h"
#include "core/io/text/gene_style.h"
#include "core/io/text/text_layout.h"

namespace regulus {
namespace {

constexpr std::size_t enough_rows = 12;
constexpr double far_larger = 10;
constexpr std::size_t few_cells = 5;

constexpr std::size_t wide = 10;  // a table of a few samples may well have such words among them

using Numbers = std::vector<std::optional<double>>;

// Finds what is no gene step by step; each step sees what those before it found.
class Search {
  public:
    explicit Search(const TableColumns& table) : m_table(table), m_found(table.names.size()) {
        m_values.resize(size());
        m_numbers.resize(size());
        for (std::size_t i = 0; i < size(); ++i) {
            if (m_table.words[i]) continue;
            for (const auto& fields : m_table.rows) {
                m_numbers[i].push_back(value_in(fields[i + m_table.shift], m_table.decimal_comma));
                m_values[i].add(m_numbers[i].back());
            }
        }
    }

    std::vector<bool> run() {
        by_name();
        if (m_table.cells_in_rows) {
            unlike_the_values();
            one_value_a_group();
            at_the_ends();
        }
        beside_the_others();
        return std::move(m_found);
    }

    std::vector<std::string> unsure() const { return m_unsure; }

  private:
    std::size_t size() const { return m_table.names.size(); }
    bool open(std::size_t i) const {  // numbers that are taken for expression so far
        return !m_table.words[i] && !m_found[i] && m_values[i].numbers() > 0;
    }

    void by_name() {
        std::vector<std::string> others;
        m_word.resize(size());
        for (std::size_t i = 0; i < size(); ++i) {
            if (!open(i)) continue;
            const std::string& name = m_table.names[i];
            m_found[i] = names_annotation(name) || m_values[i].counts_rows();
            m_word[i] = !m_found[i] && reads_as_annotation(name);
            if (!m_found[i] && !m_word[i]) others.push_back(name);
        }
        m_style.emplace(others);
        // Genes of flies and yeast have names such as row and age: there a word counts at the ends alone.
        const bool sure = m_table.cells_in_rows ? m_style->known() : size() >= wide;
        for (std::size_t i = 0; i < size(); ++i) m_found[i] = m_found[i] || (sure && m_word[i]);
    }

    // Negative where nothing else is; whole numbers where all others have fractions.
    void unlike_the_values() {
        std::size_t others = 0, positive = 0, with_fractions = 0;
        for (std::size_t i = 0; i < size(); ++i) {
            if (!open(i) || above_zero(i) < few_cells) continue;
            ++others;
            positive += m_values[i].least() >= 0;
            with_fractions += m_values[i].fractions() * 10 >= above_zero(i) * 9;
        }
        const auto most = [&](std::size_t count) { return others >= enough_rows && count * 5 >= others * 4; };
        for (std::size_t i = 0; i < size(); ++i) {
            if (!open(i)) continue;
            m_found[i] = (most(positive) && m_values[i].least() < 0) ||
                         (most(with_fractions) && above_zero(i) >= few_cells && m_values[i].fractions() == 0);
        }
    }

    std::size_t above_zero(std::size_t i) const { return m_values[i].numbers() - m_values[i].zeros(); }

    // An age or a dose is the same for all cells of a donor or a sample.
    void one_value_a_group() {
        constexpr std::size_t most_columns = 8;
        std::size_t looked_at = 0;
        for (std::size_t w = 0; w < size() && looked_at < most_columns; ++w) {
            if (!m_table.words[w]) continue;
            const auto groups = groups_of(w);
            if (groups.empty()) continue;
            ++looked_at;
            for (std::size_t i = 0; i < size(); ++i) {
                if (open(i) && is_one_value_a_group(i, groups)) m_found[i] = true;
            }
        }
    }

    // Rows of every group of a column of words; none where these are no groups.
    std::vector<std::vector<std::size_t>> groups_of(std::size_t column) const {
        std::unordered_map<std::string_view, std::vector<std::size_t>> groups;
        for (std::size_t r = 0; r < m_table.rows.size(); ++r)
            groups[m_table.rows[r][column + m_table.shift]].push_back(r);
        std::vector<std::vector<std::size_t>> result;
        for (auto& [name, rows] : groups) {
            if (rows.size() < few_cells) return {};
            result.push_back(std::move(rows));
        }
        return result.size() < 2 ? std::vector<std::vector<std::size_t>>() : result;
    }

    bool is_one_value_a_group(std::size_t column, const std::vector<std::vector<std::size_t>>& groups) const {
        const Numbers& values = m_numbers[column];
        std::unordered_set<double> different;
        for (const auto& rows : groups) {
            const auto first = values[rows.front()];
            if (!first) return false;
            for (const std::size_t r : rows) {
                if (values[r] != first) return false;
            }
            different.insert(*first);
        }
        return different.size() >= 2;
    }

    bool annotates(std::size_t i) const { return m_table.words[i] || m_found[i]; }

    bool suspect(std::size_t i) const { return m_word[i] || m_style->odd(m_table.names[i]); }

    // At an end of the table, beside other annotation, a name that is no gene's is none; the first columns
    // are beside the names of the cells.
    void at_the_ends() {
        std::size_t begin = 0, end = size();
        for (; begin < end && (annotates(begin) || suspect(begin)); ++begin) {
            if (open(begin)) m_found[begin] = true;
        }
        std::size_t furthest = end;  // of those behind the genes that are surely annotation
        for (; end > begin && (annotates(end - 1) || suspect(end - 1)); --end) {
            if (annotates(end - 1) || m_word[end - 1]) furthest = end - 1;
        }
        for (std::size_t i = end; i < size(); ++i) {
            if (furthest < size() && open(i)) m_found[i] = true;
        }
        for (std::size_t i = 0; i < size(); ++i) {
            if (open(i) && suspect(i)) m_unsure.push_back(m_table.names[i]);
        }
        // Where many names are odd, that means nothing.
        constexpr std::size_t always_said = 3;
        if (m_unsure.size() > always_said && m_unsure.size() * 20 > size()) m_unsure.clear();
    }

    // Beside the others: identifiers are far larger than any value, positions have fractions where all else
    // is counted.
    void beside_the_others() {
        double largest = 0, second = 0;
        std::size_t whole = 0, others = 0;
        for (std::size_t i = 0; i < size(); ++i) {
            if (!open(i)) continue;
            ++others;
            whole += m_values[i].fractions() == 0;
            second = std::max(second, std::min(largest, m_values[i].most()));
            largest = std::max(largest, m_values[i].most());
        }
        const bool counts = others >= enough_rows && whole * 10 >= others * 9;
        for (std::size_t i = 0; i < size(); ++i) {
            if (!open(i) || m_values[i].rows() < enough_rows) continue;
            const ColumnValues& column = m_values[i];
            const double rest = column.most() == largest ? second : largest;
            const bool identifier =
                others >= 3 && column.least() > far_larger * std::max(1.0, rest) && column.different();
            m_found[i] = identifier || (counts && column.fractions() * 2 > column.rows());
        }
    }

    const TableColumns& m_table;
    std::vector<ColumnValues> m_values;
    std::vector<Numbers> m_numbers;
    std::vector<bool> m_found, m_word;
    std::optional<GeneStyle> m_style;
    std::vector<std::string> m_unsure;
};

}  // namespace

void ColumnValues::add(std::optional<double> value) {
    ++m_rows;
    if (!value) {
        ++m_missing;
        return;
    }
    const bool first = m_values.empty();
    m_fractions += *value != std::floor(*value);
    m_zeros += *value == 0;
    m_ascending = m_ascending && (first || *value > m_last);
    m_least = first ? *value : std::min(m_least, *value);
    m_most = first ? *value : std::max(m_most, *value);
    m_last = *value;
    m_values.push_back(*value);
}

bool ColumnValues::different() const {
    if (m_fractions > 0 || m_missing > 0) return false;
    std::vector<double> sorted = m_values;
    std::ranges::sort(sorted);
    return std::ranges::adjacent_find(sorted) == sorted.end();
}

bool ColumnValues::counts_rows() const {
    return m_rows >= enough_rows && m_missing == 0 && m_fractions == 0 && m_ascending;
}

NoGenes::NoGenes(const TableColumns& table) {
    Search search(table);
    m_found = search.run();
    m_unsure = search.unsure();
}

}  // namespace regulus
