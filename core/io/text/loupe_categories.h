// Groups of cells as Loupe Browser imports them.
#pragma once

#include <span>
#include <string>

#include "core/base/job.h"
#include "core/data/table.h"

namespace regulus {

// A table (.csv) of "Barcode" and `name`, with a row for each cell that has a value. `barcodes`: one a cell,
// as they are in the file. Throws Error(Storage); Cancelled; then nothing is written.
void write_loupe_categories(std::span<const std::string> barcodes, const std::string& name,
                            const Categorical& groups, const std::string& path, Job& job);

}  // namespace regulus
