// Labels and other annotation of cells from a second file: a table as text with the cells' names in one of
// its columns.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/table.h"

namespace regulus {

struct Annotation {
    std::vector<Column> columns;  // ready to add to obs: its rows, names that it does not have yet
    std::size_t rows = 0;         // in the file
    std::size_t matched = 0;      // cells of obs that have a row in the file
    std::string matched_by;       // the file's column with the cells' names, as its header has it
    std::vector<std::string> warnings;
};

// The column with the cells' names is the one that has most names of obs.index. Names are the same when they
// are equal, quotes and blanks around them aside, or when one lacks "-1" at its end and no other row is
// equal; that is warned of. A first line whose cell is in obs, or looks like a barcode, is no header: columns
// are then named "column 2" or, being one alone, "label". Of a cell that has several rows the first counts.
// Columns are typed as typed_column() has it; cells without a row are missing there. A column named as
// obs.index is, or by a name that AnnData keeps for it ("_index"), is left out when it repeats the cells'
// names and else renamed.
//
// Throws Error(Input), with the number of the line, for a file that is no table, has one column alone, or
// lines of different length; Error(Data) when no cell is found, with an example of both sides; Error(Memory)
// beyond 1 GiB; Cancelled.
Annotation read_annotation(const std::string& path, const Table& obs, Job& job);

}  // namespace regulus
