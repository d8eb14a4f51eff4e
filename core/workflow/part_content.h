// What parts of one whole hold, one part after the other.
#pragma once

#include <functional>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/io/files/csv_writer.h"
#include "core/workflow/part_file.h"

namespace regulus {

// One table from tables with the same first line, written with `out`'s delimiter. Memory: a block. Throws
// Error(Input), Error(Storage), Cancelled.
void join_tables(const std::vector<Part>& parts, CsvWriter& out, Job& job);

// Calls visit(first, numbers) for blocks of cells first, first + 1, ... in order. Memory: a block. Throws
// Error(Input), Cancelled, and what visit throws.
void read_numbers(const std::vector<Part>& parts, Job& job,
                  const std::function<void(std::size_t first, const Matrix& numbers)>& visit);

}  // namespace regulus
