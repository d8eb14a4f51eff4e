// Opens a dataset and reads what is in it, as the window would in the course of a long session.
#pragma once

#include <string>

#include "core/data/dataset.h"
#include "core/data/matrix_source.h"
#include "core/io/store/read_options.h"

namespace regulus::fuzz {

// Cells in blocks, some cells, some genes, totals; of what is very large only a part. Every piece may end in
// an Error of its own.
void read_matrix(const MatrixSource& matrix);

// Whether the tables are as long as they say and their codes exist, then every matrix.
void read_everything(const Dataset& dataset);

// Options that bound memory as a small machine would, with `look_first` off and no folder for
// what is kept between runs.
ReadOptions small_machine();

// Opens the file, its first few parts, and reads all of it.
void open_and_read(const std::string& path, ReadOptions options);

}  // namespace regulus::fuzz
