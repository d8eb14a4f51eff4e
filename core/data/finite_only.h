// A matrix with NaN or infinite values in it, as something to look at: a gene without them can be seen.
#pragma once

#include <memory>

#include "core/data/matrix_source.h"

namespace regulus {

// A view of `source`, whose rows must be as they are stored. Blocks of cells and genes in which a value is
// NaN or infinite throw Error(Data) that names the file and the first such cell and gene by number, from 1.
// `name` is the assay's. Thread: any.
std::shared_ptr<const MatrixSource> finite_only(std::shared_ptr<const MatrixSource> source, std::string name,
                                                std::string file);

// What is behind such a view, for who can deal with such values; any other source as it is.
std::shared_ptr<const MatrixSource> as_stored(std::shared_ptr<const MatrixSource> source);

}  // namespace regulus
