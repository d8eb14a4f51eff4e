// Readers of the same TFs with other targets: what a regulon of its size, its TF's mRNA and these cells make
// of attention when the prior's edges mean nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/cell_set.h"
#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/regulons/closed_form.h"
#include "core/regulons/tf_families.h"

namespace regulus {

// `count` readers in closed form whose edges were rewired, families together (see rewired_families()), with
// the seeds `seed`, `seed` + 1, .... They have evidence and attention, and no values: an embedding cannot be
// read from them. Other arguments and errors are those of closed_form_reader().
std::vector<RegulonReader> rewired_readers(const MatrixSource& expression, const RegulonSet& regulons,
                                           const TfFamilies& families, const CellSet& cells,
                                           const ReaderOptions& options, std::size_t count,
                                           std::uint64_t seed, Job& job);

// The same with the edges as they are.
RegulonReader reader_without_values(const MatrixSource& expression, const RegulonSet& regulons,
                                    const CellSet& cells, const ReaderOptions& options, Job& job);

}  // namespace regulus
