// Counts to log1p(CP10k), as scanpy's normalize_total(1e4) and log1p compute it, block by block.
#pragma once

#include <memory>

#include "core/data/dataset.h"

namespace regulus {

// A view of `assay` whose values are log1p(10,000 × count / total of the cell over all its genes). Already
// log-normalised values pass through unchanged; Normalised values get the log1p alone. The view owns what it
// needs and reads through; nothing is copied. Throws Error(Data) for scaled values.
std::shared_ptr<const MatrixSource> log_normalised(const Assay& assay);

}  // namespace regulus
