// One training by several processes is one training only if all of them were asked for the same.
#pragma once

#include <vector>

#include "core/base/ranks.h"
#include "core/model/training_facts.h"

namespace regulus {

// All ranks call it, each with its own facts, before the first sum. Throws Error(Usage) on all of them that
// names the first rank that differs from rank 0, and in what. Where a fact has a digest, its value may
// differ.
void require_same(const std::vector<TrainingFact>& own, Ranks& ranks);

}  // namespace regulus
