// Columns of numbers in a table of expression that are no genes and no cells: counters, identifiers,
// positions, sums, ages and codes. Only for the sources of core/io.
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
    std::size_t zeros() const { return m_zeros; }
    std::size_t numbers() const { return m_values.size(); }
    bool different() const;  // whole numbers, none of them twice
    // Whole numbers, each larger than the one before, over enough rows for that to be no chance.
    bool counts_rows() const;

  private:
    std::size_t m_rows = 0, m_missing = 0, m_fractions = 0, m_zeros = 0;
    double m_least = 0, m_most = 0, m_last = 0;
    bool m_ascending = true;
    std::vector<double> m_values;
};

struct TableColumns {
    const std::vector<std::vector<std::string>>& rows;  // the fields of the first rows
    const std::vector<std::string>& names;
    const std::vector<bool>& words;  // columns of words, which annotate the rows
    std::size_t shift = 0;           // fields before the columns named
    bool decimal_comma = false;
    bool cells_in_rows = false;  // the columns are genes but for those that are looked for
};

// Found by their names, by values that no gene has (whole numbers where all else has fractions, one value for
// every cell of a group, ...), and by standing at either end of the table beside other annotation under a
// name that is none of a gene where the others are.
class NoGenes {
  public:
    explicit NoGenes(const TableColumns& table);
    bool has(std::size_t column) const { return m_found[column]; }
    // Taken as genes, though their names are unlike those of the others.
    const std::vector<std::string>& unsure() const { return m_unsure; }

  private:
    std::vector<bool> m_found;
    std::vector<std::string> m_unsure;
};

}  // namespace regulus
