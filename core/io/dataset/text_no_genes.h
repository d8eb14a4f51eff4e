// Columns of numbers in a table of expression that are no genes and no cells: counters, identifiers,
// positions, sums. Only for the sources of core/io.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace regulus {

// What the values of a column have in common, as far as they were looked at.
class ColumnValues {
  public:
    void add(std::optional<double> value);

    std::size_t rows() const { return m_rows; }
    double least() const { return m_least; }
    double most() const { return m_most; }
    std::size_t fractions() const { return m_fractions; }
    bool different() const;  // whole numbers, none of them twice
    // Whole numbers, each larger than the one before, over enough rows for that to be no chance.
    bool counts_rows() const;

  private:
    std::size_t m_rows = 0, m_missing = 0, m_fractions = 0;
    double m_least = 0, m_most = 0, m_last = 0;
    bool m_ascending = true;
    std::vector<double> m_values;
};

class NoGenes {
  public:
    // `rows`: the fields of the first rows, `shift` of them before the columns named.
    NoGenes(const std::vector<std::vector<std::string>>& rows, const std::vector<std::string>& names,
            std::size_t shift, bool decimal_comma);
    bool has(std::size_t column) const { return m_found[column]; }

  private:
    std::vector<bool> m_found;
};

}  // namespace regulus
