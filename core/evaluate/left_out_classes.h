// Whether a model would notice cells of a class that it never saw: each class is left out of the labels in
// turn.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/cell_set.h"
#include "core/base/job.h"
#include "core/data/matrix.h"

namespace regulus {

struct LeftOutClass {
    std::int32_t which = 0;                  // its class
    std::size_t cells = 0, known_cells = 0;  // test cells of the class, and of the others
    double rejected = 0;                     // share of the test cells of the class left unassigned
    double rejected_known = 0;               // of the others
};

// Head and calibration are made again without the labels of each class that has test cells; the embedding
// (cells × d, made without labels) stays. `labels`: one a cell, class or negative; `learned`, `test`:
// disjoint; `groups`: one a cell, or empty. Classes without which no calibration can be made are left away.
// Throws Cancelled.
std::vector<LeftOutClass> left_out_classes(const Matrix& embedding, std::span<const std::int32_t> labels,
                                           std::size_t classes, const CellSet& learned, const CellSet& test,
                                           std::span<const std::int32_t> groups, std::uint64_t seed,
                                           Job& job);

}  // namespace regulus
