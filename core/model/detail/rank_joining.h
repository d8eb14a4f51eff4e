// How ranks find each other: they come to rank 0's store, say who they are, and are connected.
#pragma once

#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>

#include <memory>

#include "core/base/job.h"
#include "core/model/detail/rank_store.h"
#include "core/model/detail/rank_watch.h"
#include "core/model/process_group.h"

namespace regulus::detail {

struct JoinedRanks : RankStore {
    std::shared_ptr<RankWatch> watch;
    c10::intrusive_ptr<c10d::ProcessGroupGloo> group;
};

// Returns when all are connected. What waits for good in c10d or Gloo waits on a thread of its own, which is
// then left behind until the process ends. Throws what join_ranks() throws.
JoinedRanks find_each_other(const RankPlace& place, Job& job);

}  // namespace regulus::detail
