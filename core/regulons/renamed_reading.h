// What TFs would get of attention if their names were exchanged: each regulon under another TF's name, with
// that TF's own mRNA. What is left is what the regulons say whoever they belong to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/data/matrix_source.h"
#include "core/regulons/regulon_reader.h"

namespace regulus {

// Whose regulon each TF gets, of each exchange; never its own, unless it is the only one. The same seed gives
// the same.
using Exchange = std::vector<std::uint32_t>;
std::vector<Exchange> name_exchanges(std::size_t tfs, std::size_t count, std::uint64_t seed);

// visit(first, attention) for rows[first], rows[first + 1], ..., block by block: one matrix an exchange,
// cells × TFs, mean over heads, rows adding up to 1. A regulon keeps its weights, its mean and its spread;
// all is computed from one pass over a cell. Memory: a block of cells, and 8 MB of attention. The same bytes
// for any number of threads. Throws what the source throws; Cancelled.
void read_renamed(const RegulonReader& reader, const MatrixSource& expression,
                  std::span<const std::uint32_t> rows, std::span<const Exchange> exchanges, Job& job,
                  const std::function<void(std::size_t first, std::span<const Matrix> attention)>& visit);

}  // namespace regulus
