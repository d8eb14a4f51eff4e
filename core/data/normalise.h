// Any scale that can be undone to log1p(CP10k), as scanpy's normalize_total(1e4) and log1p compute it, block
// by block.
#pragma once

#include <memory>

#include "core/data/dataset.h"

namespace regulus {

// A view of `assay` whose values are log1p(10,000 × count / total of the cell over all its genes). Values on
// another scale that is known are brought there: logarithms and roots are undone first. Values that are there
// already pass through unchanged, and so do logarithms of a scale that is not known; of others that are not
// known the log1p is taken alone. The view owns what it needs and reads through; nothing is copied. Throws
// Error(Data) for scaled values.
std::shared_ptr<const MatrixSource> log_normalised(const Assay& assay);

}  // namespace regulus
