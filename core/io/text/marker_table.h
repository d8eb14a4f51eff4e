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
    double change =
        0;  // log2 fold change, or of values that are no counts the difference of means; may be NaN
    double p = 1, fdr = 1;  // NaN where it was not tested
};

struct MarkerTable {
    std::vector<std::string> groups;  // in the order of the table
    std::vector<MarkerRow> rows;      // as well: best first within a group
    std::string fdr;                  // the column that was read

    std::vector<std::string> genes(std::size_t group) const;
    // Whether it may hold all tests that were made: as many of each group (of donors each has its own genes),
    // not only genes that are higher or only such that are lower, and no fewer than the false discovery rates
    // are over. Those of Benjamini and Hochberg tell: q = p · tests / rank, where no larger p has a smaller
    // q. A table of one group of several has fewer tests than its rates are over, too.
    bool complete() const;
};

// `fdr`: the column of false discovery rates, such as fdr_welch; "" for fdr_voom or else fdr_wilcoxon. Tables
// that the window wrote call what is of donors donor_fdr_voom and so on.
// Throws Error(Input), with the number of the line, for text that is no such table, a line that is cut short
// or a number that is none; Error(Usage) without that column; Cancelled.
MarkerTable read_marker_table(const std::string& path, const std::string& fdr, Job& job);

}  // namespace regulus
