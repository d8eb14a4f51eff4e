// Does a read-out of TFs by group agree with the textbook? A table names the lineage TFs of cell types;
// labels of groups are looked up in it; the score says how high these TFs stand among all TFs of their group.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "core/data/matrix.h"

namespace regulus {

struct LineageEntry {
    std::string tissue, cell_type;     // tissue may be empty
    std::vector<std::string> aliases;  // other names of the type
    std::vector<std::string> tfs;      // symbols, each once
};
struct LineageTable {
    std::string name;
    std::vector<LineageEntry> entries;
};

// resources/lineage_tfs.csv: blood, brain, pancreas, kidney, lung, and types that any tissue has. Human
// symbols, unreferenced, incomplete.
const LineageTable& starter_lineage_table();

// A person's own table as text, separated by tab, comma or semicolon, packed with gzip or not. Its columns
// are found by name: cell_type and tfs, and, where there are, tissue and aliases; others, such as species,
// are not read. Lists are separated by '|' (TFs by commas, semicolons or blanks as well). Lines of one cell
// type of one tissue are joined, so that there may be one line a TF. Throws Error(Input), with the number of
// the line, for a file that cannot be read, is empty, no such table or not UTF-8, for a line without a cell
// type or TFs or with more fields than the header, and when a name stands for two types of one tissue.
LineageTable read_lineage_table(const std::string& path);

struct LineageMatch {
    std::int32_t entry = -1;       // of the table; -1: none
    std::string name;              // what matched: a cell type or an alias, as the table spells it
    std::vector<std::string> tfs;  // of the entry
};

// One a class. A class is what an entry's cell type or alias says, letter for letter; else the same words in
// any order, without regard to case, punctuation, plural and the word "cell" ("CD14+ Monocytes" is "monocyte,
// CD14+"); else the same without a number at its end, as subclusters have it ("Astrocytes 2"). '+' and a '-'
// behind a marker count, and so does '/': "CD14" is not CD14+, "NK/T" is not NKT. Nothing is guessed beyond
// that. A name that several tissues have is of the one where most of the classes are found, and of none when
// two have as many.
std::vector<LineageMatch> match_lineages(const LineageTable& table, std::span<const std::string> classes);

struct LineageClass {
    double mean_percentile = std::numeric_limits<double>::quiet_NaN();
    std::vector<std::string> found, missing;  // TFs of the entry, as it spells them
    std::vector<double> percentiles;          // one a TF found
};
struct LineageReading {
    double mean_percentile = std::numeric_limits<double>::quiet_NaN();  // over all pairs; NaN without any
    std::size_t pairs = 0;                                              // of a class and a TF found
    std::vector<LineageClass> classes;                                  // one a group
};

// `means`: groups × TFs, NaN throughout for a group without cells (which group_means() gives 0); `tfs`: one a
// column, compared without regard to case, so that Pax6 is PAX6; `matches`: one a group. The percentile of a
// TF in a group is its rank from below, ties sharing their mean rank, from 0 to 1: 1 is the highest of all
// TFs, 0.5 what chance gives. A TF whose mean is NaN is missing there. A group without a match, or with fewer
// than two TFs that have a mean, is left out: NaN, and empty lists.
LineageReading lineage_reading(const Matrix& means, std::span<const std::string> tfs,
                               std::span<const LineageMatch> matches);

}  // namespace regulus
