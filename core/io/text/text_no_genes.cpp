#include "core/io/text/text_no_genes.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "core/data/table.h"
#include "core/io/files/name_kinds.h"
#include "core/io/text/annotation_words.h"
#include "core/io/text/gene_style.h"

namespace regulus {
namespace {

constexpr std::size_t enough_rows = 12;
constexpr double far_larger = 10;
constexpr std::size_t few_cells = 5;

constexpr std::size_t wide = 10;  // a table of a few samples may well have such words among them

// Finds what is no gene step by step; each step sees what those before it found.
class Search {
  public:
    explicit Search(const Features& features) : m_features(features), m_found(features.all.size()) {
        m_values.resize(size());
        for (std::size_t i = 0; i < size(); ++i) {
            for (const double value : feature(i).numbers) m_values[i].add(value);
        }
    }

    std::vector<bool> run() {
        by_name();
        if (m_features.genes) {
            unlike_the_values();
            one_value_a_group();
            at_the_ends();
        }
        beside_the_others();
        return std::move(m_found);
    }

    std::vector<std::string> unsure() const { return m_unsure; }

  private:
    std::size_t size() const { return m_found.size(); }
    const Feature& feature(std::size_t i) const { return m_features.all[i]; }
    bool open(std::size_t i) const {  // numbers that are taken for expression so far
        return !feature(i).words && !m_found[i] && m_values[i].numbers() > 0;
    }

    void by_name() {
        std::vector<std::string> others;
        m_word.resize(size());
        for (std::size_t i = 0; i < size(); ++i) {
            if (!open(i)) continue;
            const std::string& name = feature(i).name;
            m_found[i] = (names_annotation(name) && !is_unnamed_row(i)) || m_values[i].counts_rows();
            m_word[i] = !m_found[i] && reads_as_annotation(name);
            if (!m_found[i] && !m_word[i]) others.push_back(name);
        }
        m_style.emplace(others);
        // Genes of flies and yeast have names such as row and age: there a word counts at the ends alone.
        const bool sure = m_features.genes ? m_style->known() : size() >= wide;
        for (std::size_t i = 0; i < size(); ++i) m_found[i] = m_found[i] || (sure && m_word[i]);
    }

    bool is_unnamed_row(std::size_t i) const { return m_features.in_rows && feature(i).name.empty(); }

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
            if (!feature(w).words) continue;
            const auto groups = groups_of(w);
            if (groups.empty()) continue;
            ++looked_at;
            for (std::size_t i = 0; i < size(); ++i) {
                if (open(i) && is_one_value_a_group(i, groups)) m_found[i] = true;
            }
        }
    }

    // Cells of every group of words; none where these are no groups.
    std::vector<std::vector<std::size_t>> groups_of(std::size_t i) const {
        std::unordered_map<std::string_view, std::vector<std::size_t>> groups;
        const std::vector<std::string>& texts = feature(i).texts;
        for (std::size_t c = 0; c < texts.size(); ++c) groups[texts[c]].push_back(c);
        std::vector<std::vector<std::size_t>> result;
        for (auto& [name, cells] : groups) {
            if (cells.size() < few_cells) return {};
            result.push_back(std::move(cells));
        }
        return result.size() < 2 ? std::vector<std::vector<std::size_t>>() : result;
    }

    bool is_one_value_a_group(std::size_t i, const std::vector<std::vector<std::size_t>>& groups) const {
        const std::vector<double>& values = feature(i).numbers;
        std::unordered_set<double> different;
        for (const auto& cells : groups) {
            const double first = values[cells.front()];
            if (std::isnan(first)) return false;
            if (!std::ranges::all_of(cells, [&](std::size_t c) { return values[c] == first; })) return false;
            different.insert(first);
        }
        return different.size() >= 2;
    }

    bool annotates(std::size_t i) const { return feature(i).words || m_found[i]; }

    bool suspect(std::size_t i) const {
        return m_word[i] || (!is_unnamed_row(i) && m_style->odd(feature(i).name));
    }

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
            if (open(i) && suspect(i)) m_unsure.push_back(feature(i).name);
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
            const bool identifier = others >= 3 && column.least() > far_larger * std::max(1.0, rest) &&
                                    (column.least() > exact_in_double || are_different(i));
            m_found[i] = identifier || (counts && column.fractions() * 2 > column.rows());
        }
    }

    // Whole numbers, none of them twice.
    bool are_different(std::size_t i) const {
        if (m_values[i].fractions() > 0 || m_values[i].numbers() < m_values[i].rows()) return false;
        std::vector<double> sorted = feature(i).numbers;
        std::ranges::sort(sorted);
        return std::ranges::adjacent_find(sorted) == sorted.end();
    }

    const Features& m_features;
    std::vector<ColumnValues> m_values;
    std::vector<bool> m_found, m_word;
    std::optional<GeneStyle> m_style;
    std::vector<std::string> m_unsure;
};

}  // namespace

void ColumnValues::add(double value) {
    ++m_rows;
    if (std::isnan(value)) {
        ++m_missing;
        return;
    }
    const bool first = numbers() == 1;
    m_fractions += value != std::floor(value);
    m_zeros += value == 0;
    m_ascending = m_ascending && (first || value > m_last);
    m_least = first ? value : std::min(m_least, value);
    m_most = first ? value : std::max(m_most, value);
    m_last = value;
}

bool ColumnValues::counts_rows() const {
    return m_rows >= enough_rows && m_missing == 0 && m_fractions == 0 && m_ascending;
}

NoGenes::NoGenes(const Features& features) {
    Search search(features);
    m_found = search.run();
    m_unsure = search.unsure();
}

}  // namespace regulus
