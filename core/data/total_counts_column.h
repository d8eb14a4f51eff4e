// The column of obs that holds the counts which each cell had over all genes, found by its name and values.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/data/table.h"

namespace regulus {

// Counts of some cells that are left in a matrix; one a cell.
struct CountsLeft {
    std::vector<std::uint32_t> cells;  // rows of obs
    std::vector<double> counts;        // > 0
    bool whole = true;                 // of counts that are whole numbers the totals are, too
};

// Names such as n_counts, total_counts, nCount_RNA, whatever their case and signs.
bool names_total_counts(const std::string& name);

// The values of these cells in the column; empty where one of them is not above 0.
std::vector<double> positive_values(std::span<const std::uint32_t> cells, const Numeric& column);

// Whether cells had at least what is left of them, in nearly all cells.
bool can_hold_counts(const CountsLeft& left, const Numeric& column);

// The one with such a name whose values, numbers in every cell, are not below what is left of the cells and
// go together with it; nullptr where there is none, and where two disagree.
const Column* total_counts_column(const Table& obs, const CountsLeft& left);

}  // namespace regulus
