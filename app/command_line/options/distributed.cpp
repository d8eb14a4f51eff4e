#include "app/command_line/options/distributed.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include "app/command_line/console.h"
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/model/process_group.h"
#include "core/workflow/same_on_ranks.h"
#include "core/workflow/shards.h"

namespace regulus {
namespace {

// "part-{rank}.h5ad" of rank 3 is "part-3.h5ad".
std::string of_rank(std::string name, int rank) {
    constexpr std::string_view place = "{rank}";
    for (std::size_t at = name.find(place); at != std::string::npos; at = name.find(place))
        name.replace(at, place.size(), std::to_string(rank));
    return name;
}

// What was asked for, as it was written. Files may have other names on other machines; their content is
// compared when it is known. How often a checkpoint is written changes no number.
std::vector<TrainingFact> asked(const CLI::App& app) {
    std::vector<TrainingFact> facts{{"version of Regulus", version(), ""}};
    for (const CLI::Option* option : app.get_options()) {
        const std::string name = option->get_name();
        if (option->get_type_name() == "FILE" || name == "--help" || name == "--checkpoint-every") continue;
        facts.push_back({name, fmt::format("{}", fmt::join(option->results(), " ")), ""});
    }
    for (const char* source : {"--data", "--shard"})
        facts.push_back({source, app.get_option(source)->count() > 0 ? "given" : "", ""});
    return facts;
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

}  // namespace

void declare_distributed(CLI::App& app, DistributedOptions& options) {
    app.add_flag("--distributed", options.distributed,
                 "One of several processes, started together by srun, mpirun or torchrun; each reads its "
                 "part of the cells");
    app.add_option("--shard", options.shard,
                   "Instead of --data: the file of this process; {rank} in its name is its number, from 0")
        ->type_name("FILE");
    app.get_option("--data")->required(false);
}

void join(Console& console, const DistributedOptions& options, const DataOptions& data, const CLI::App& app) {
    check_source(data, options);
    if (!options.distributed) return;
    {
        ConsoleJob job(console);
        console.join(join_ranks(rank_place(), job));
    }
    require_same(asked(app), console.ranks());
}

SharedDataset open_shared(const DistributedOptions& options, const DataOptions& data,
                          const std::vector<std::string>& columns, Job& job, Console& console) {
    const std::shared_ptr<Ranks> ranks = console.shared_ranks();
    DataOptions own = data;
    if (!options.shard.empty()) own.path = of_rank(options.shard, ranks->rank());
    const auto dataset = open_dataset(own, job, &console);
    if (options.shard.empty()) return {dataset, CellShare::of(ranks, dataset->cells())};
    Shards shards = joined_shards(dataset, columns, ranks);
    return {std::move(shards.dataset), std::move(shards.share)};
}

}  // namespace regulus
