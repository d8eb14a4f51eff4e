// How far classes keep to themselves in an embedding: by the silhouette, and by the labels of nearest
// neighbours.
#pragma once

#include <string>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/evidence/evidence_input.h"
#include "core/evidence/run_result.h"

namespace regulus {

// Adds silhouette, purity and class_purity "of METHOD" over the test cells that are judged:
// cosine_silhouette() and, of the 15 nearest by cosine among these cells, the share that have the cell's
// label, as mean over cells and over classes. `places`: all cells × dimensions. NaN for fewer than two
// classes or cells.
void add_separation(const EvidenceInput& input, const Split& split, const Matrix& places,
                    const std::string& method, RunResult& result, Job& job);

}  // namespace regulus
