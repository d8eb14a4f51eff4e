// Names in a file: of cells, one a line, or the first column of a table.
#pragma once

#include <string>
#include <vector>

#include "core/base/job.h"

namespace regulus {

// Without quotes and blanks around them; empty lines are passed over. A header is a name like the others.
// Throws Error(Input) as LineStream does; Cancelled.
std::vector<std::string> read_first_column(const std::string& path, Job& job);

}  // namespace regulus
