#include "app/command_line/options/distributed.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <nlohmann/json.hpp>

#include "app/command_line/console.h"
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/model/process_group.h"
#include "core/workflow/same_on_ranks.h"
#include "core/workflow/shards.h"

namespace regulus {
namespace {

// What decides what the ranks say to each other while they open the data. The rest is compared by what it
// means, when that is known: files may have other names on other machines, and a default may be written out.
std::vector<TrainingFact> asked(const DistributedOptions& options, std::vector<std::string> columns) {
    std::erase(columns, "");
    return {{"version of Regulus", version(), ""},
            {"--shard", options.shard.empty() ? "" : "given", ""},
            {"columns of obs", fmt::format("{}", fmt::join(columns, ", ")), ""}};
}

}  // namespace

void declare_distributed(CLI::App& app, DistributedOptions& options) {
    auto* const distributed =
        app.add_flag("--distributed", options.distributed,
                     "One of several processes, started together by srun, mpirun or torchrun; each reads its "
                     "part of the cells");
    app.add_option("--shard", options.shard,
                   "Instead of --data: the file of this process; {rank} in its name is its number, from 0")
        ->type_name("FILE");
    app.add_option(
           "--wait", options.wait,
           "With --distributed: how long the processes wait for each other, in seconds (default: 120)")
        ->check(CLI::Range(1, 86'400))
        ->type_name("SECONDS")
        ->needs(distributed);
    app.get_option("--data")->required(false);
}

void check_source(const DataOptions& data, const DistributedOptions& options) {
    if (data.path.empty() == options.shard.empty())
        throw Error(ErrorKind::Usage,
                    data.path.empty() ? "--data is required" : "--data and --shard exclude each other", {},
                    "Give --data FILE that all processes read, or --shard FILE of each with --distributed");
    if (!options.shard.empty() && !options.distributed)
        throw Error(ErrorKind::Usage, "--shard needs --distributed", options.shard,
                    "Give the whole file as --data");
}

void join(Console& console, const DistributedOptions& options, const DataOptions& data) {
    check_source(data, options);
    if (!options.distributed) return;
    RankPlace place = rank_place();
    place.wait = std::chrono::seconds(options.wait);
    if (place.size > 1) console.label(fmt::format("rank {}", place.rank));
    ConsoleJob job(console);
    console.join(join_ranks(place, job));
}

std::string of_rank(std::string name, int rank) {
    constexpr std::string_view place = "{rank}";
    for (std::size_t at = name.find(place); at != std::string::npos; at = name.find(place))
        name.replace(at, place.size(), std::to_string(rank));
    return name;
}

nlohmann::json traffic_json(const Ranks& ranks) {
    const Ranks::Traffic traffic = ranks.size() > 1 ? ranks.traffic() : Ranks::Traffic();
    return {{"processes", ranks.size()},
            {"sums", traffic.sums},
            {"summed_bytes", traffic.summed_bytes},
            {"spreads", traffic.spreads},
            {"spread_bytes", traffic.spread_bytes}};
}

SharedDataset open_shared(const DistributedOptions& options, const DataOptions& data,
                          const std::vector<std::string>& columns, Job& job, Console& console) {
    const std::shared_ptr<Ranks> ranks = console.shared_ranks();
    require_same(asked(options, columns), *ranks);
    DataOptions own = data;
    if (!options.shard.empty()) own.path = of_rank(options.shard, ranks->rank());
    const auto dataset = open_dataset(own, job, &console);
    if (options.shard.empty()) return {dataset, CellShare::of(ranks, dataset->cells()), dataset};
    Shards shards = joined_shards(dataset, columns, ranks);
    for (const std::string& warning : shards.dataset->warnings) console.warn(warning);
    return {std::move(shards.dataset), std::move(shards.share), dataset};
}

}  // namespace regulus
