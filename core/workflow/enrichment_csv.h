// Over-representation as a table.
#pragma once

#include <string>

#include "core/workflow/over_representation.h"

namespace regulus {

// One row a set; written beside `path` and renamed. Throws Error(Storage).
void write_enrichment(const Enrichment& made, const std::string& path);

}  // namespace regulus
