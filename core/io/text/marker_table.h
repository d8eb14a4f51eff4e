// The table that `regulus markers` and `compare` write, read back: which genes were tested in which group.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/job.h"

namespace regulus {

struct MarkerRow {
    std::size_t group = 0;
    std::string gene;
    double fold_change = 0;  // log2; NaN where there is none
    double fdr = 1;          // NaN where it was not tested
};

struct MarkerTable {
    std::vector<std::string> groups;  // in the order of the table
    std::vector<MarkerRow> rows;      // as well: best first within a group
    std::string fdr;                  // the column that was read

    std::vector<std::string> genes(std::size_t group) const;
    // Whether every group has the same number of genes, as in a table without filters.
    bool complete() const;
};

// `fdr`: the column of false discovery rates, such as fdr_welch; "" for fdr_voom or else fdr_wilcoxon.
// Throws Error(Input), with the number of the line, for text that is no such table, a line that is cut short
// or a number that is none; Error(Usage) without that column; Cancelled.
MarkerTable read_marker_table(const std::string& path, const std::string& fdr, Job& job);

}  // namespace regulus
