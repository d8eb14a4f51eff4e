// A command that several processes run together: see resources/help/cluster.md.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/command_line/options/data_options.h"
#include "core/base/cell_share.h"

namespace regulus {

struct DistributedOptions {
    bool distributed = false;
    std::string shard;  // "": all read one file
};

// --distributed, --shard; `data` then need not be given.
void declare_distributed(CLI::App& app, DistributedOptions& options);

// Finds the other processes; the console speaks for all of them from now on. Nothing without --distributed.
// Throws what rank_place() and join_ranks() throw, and Error(Usage).
void join(Console& console, const DistributedOptions& options, const DataOptions& data);

// The dataset, and the cells of it that this process reads. `columns`: of obs, that all need to know. Throws
// what open_dataset(), joined_shards() and require_same() throw.
struct SharedDataset {
    std::shared_ptr<const Dataset> dataset;
    CellShare share;
};
SharedDataset open_shared(const DistributedOptions& options, const DataOptions& data,
                          const std::vector<std::string>& columns, Job& job, Console& console);

}  // namespace regulus
