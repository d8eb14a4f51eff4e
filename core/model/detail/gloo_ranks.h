// Ranks by LibTorch's c10d with Gloo.
#pragma once

#include <memory>

#include "core/base/ranks.h"
#include "core/model/process_group.h"

namespace regulus::detail {

// Throws what join_ranks() throws.
std::unique_ptr<Ranks> join_by_gloo(const RankPlace& place, Job& job);

}  // namespace regulus::detail
