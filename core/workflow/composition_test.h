// The test of composition(). Only for the sources of core/workflow.
#pragma once

#include <cstddef>

#include "core/base/job.h"
#include "core/workflow/composition.h"

namespace regulus {

// Marks the samples that are used and adds the contrasts. Cancelled.
void test_composition(Composition& made, std::size_t min_cells, Job& job);

}  // namespace regulus
