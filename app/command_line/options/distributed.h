// A command that several processes run together: see resources/help/cluster.md.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "app/command_line/options/data_options.h"
#include "core/base/cell_share.h"

namespace regulus {

struct DistributedOptions {
    bool distributed = false;
    std::string shard;  // "": all read one file
    int wait = 120;     // seconds, for the other processes to come
};

// --distributed, --shard, --wait; `data` then need not be given.
void declare_distributed(CLI::App& app, DistributedOptions& options);

// Throws Error(Usage) when there is neither or both of --data and --shard, or --shard without --distributed.
void check_source(const DataOptions& data, const DistributedOptions& options);

// Finds the other processes; the console speaks for all of them from now on. Nothing without --distributed.
// Throws what rank_place() and join_ranks() throw, and Error(Usage).
void join(Console& console, const DistributedOptions& options, const DataOptions& data);

// "part-{rank}.h5ad" of rank 3 is "part-3.h5ad".
std::string of_rank(std::string name, int rank);

// How many processes there were, and what they said to each other; nothing of one.
nlohmann::json traffic_json(const Ranks& ranks);

// The dataset, and the cells of it that this process reads. `columns`: of obs, that all need to know. Throws
// what open_dataset(), joined_shards() and require_same() throw.
struct SharedDataset {
    std::shared_ptr<const Dataset> dataset;
    CellShare share;
    std::shared_ptr<const Dataset> own;  // the file that this process opened
};
SharedDataset open_shared(const DistributedOptions& options, const DataOptions& data,
                          const std::vector<std::string>& columns, Job& job, Console& console);

}  // namespace regulus
