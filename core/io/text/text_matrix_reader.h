// Reads an expression matrix from delimited text: csv, tsv or txt, packed with gzip or not.
#pragma once

#include <memory>
#include <string>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/io/store/read_options.h"

namespace regulus {

// Whether the first lines are those of an expression matrix: names of columns, names of rows or of genes, at
// least three columns of numbers, and nothing that says another table (TF and target, true and false, gene
// sets, coordinates). Never throws but Cancelled; reads some hundred lines,
// in no more memory than options.max_bytes.
bool looks_like_text_matrix(const std::string& path, Job& job, const ReadOptions& options = {});

// The delimiter (tab, comma, semicolon, blanks), whether the header has a field above the names of rows, and
// whether cells or genes are the rows is found out; options.table_rows says the last. Where the names do not
// tell, rows are taken for genes, with a warning. Columns of words become annotation of the rows (obs or
// var). Rows without names are cells, numbered. "1,5" is a number where the comma does not delimit. Rows and
// columns without any value (NA, nan, nothing) are left out with a warning. Zeros are not stored.
//
// Values that need more memory than options.max_bytes go to the disk, into options.cache, on this first
// opening, which reads the table to its end; the next one finds them and the names there.
//
// Throws Error(Input), with line and column, for a value that is missing or no number, a line that is longer
// or shorter than the others, and a file that is damaged or no such table; Error(Data) for a table of
// coordinates; Error(Memory) when names need more than options.max_bytes, or values do and the cache cannot
// be used; Error(Storage) when it is full; Cancelled.
std::shared_ptr<Dataset> read_text_matrix(const std::string& path, const ReadOptions& options, Job& job);

}  // namespace regulus
