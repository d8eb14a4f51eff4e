// What a table of expression has beside genes and cells: counters, identifiers, positions, sums, ages and
// codes, in columns or in rows. Only for the sources of core/io.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace regulus {

// What numbers have in common, as far as they were looked at.
class ColumnValues {
  public:
    void add(double value);  // NaN for what is no number

    std::size_t rows() const { return m_rows; }
    double least() const { return m_least; }
    double most() const { return m_most; }
    std::size_t fractions() const { return m_fractions; }
    std::size_t zeros() const { return m_zeros; }
    std::size_t numbers() const { return m_rows - m_missing; }
    // Whole numbers, each larger than the one before, over enough rows for that to be no chance.
    bool counts_rows() const;

  private:
    std::size_t m_rows = 0, m_missing = 0, m_fractions = 0, m_zeros = 0;
    double m_least = 0, m_most = 0, m_last = 0;
    bool m_ascending = true;
};

// A column, or a row where genes are rows, with the fields that were looked at.
struct Feature {
    std::string name;
    bool words = false;              // it annotates
    std::vector<double> numbers;     // when it has no words; NaN for what is no number
    std::vector<std::string> texts;  // when it has
};

struct Features {
    std::vector<Feature> all;
    bool genes = false;    // but for those that are looked for; else cells
    bool in_rows = false;  // where one without a name is no counter that a program saved
};

// Found by their names, by values that no gene has (whole numbers where all else has fractions, one value for
// every cell of a group, ...), and by standing at either end of the table beside other annotation under a
// name that is none of a gene where the others are.
class NoGenes {
  public:
    explicit NoGenes(const Features& features);
    bool has(std::size_t feature) const { return m_found[feature]; }
    // Taken as genes, though their names are unlike those of the others.
    const std::vector<std::string>& unsure() const { return m_unsure; }

  private:
    std::vector<bool> m_found;
    std::vector<std::string> m_unsure;
};

}  // namespace regulus
