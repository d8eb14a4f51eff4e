#include "core/evidence/run_spec.h"

#include <fmt/format.h>

#include <algorithm>

namespace regulus {
namespace {

const char* text(EdgeSource edges) {
    switch (edges) {
        case EdgeSource::Prior:
            return "prior";
        case EdgeSource::Rewired:
            return "rewired";
        case EdgeSource::Renamed:
            return "renamed";
        case EdgeSource::Coexpressed:
            return "coexpressed";
        case EdgeSource::Unmasked:
            break;
    }
    return "unmasked";
}

std::string edges_text(const RunSpec& spec) {
    const bool many = spec.edges == EdgeSource::Rewired || spec.edges == EdgeSource::Renamed;
    return many ? fmt::format("{} {}", text(spec.edges), spec.seed) : text(spec.edges);
}

}  // namespace

std::string RunSpec::name() const {
    switch (kind) {
        case RunKind::Reader:
            return fmt::format("reader {}, split {}", edges_text(*this), split);
        case RunKind::Few:
            return fmt::format("{} TFs {}, split {}", tfs > 0 ? std::to_string(tfs) : "all",
                               edges_text(*this), split);
        case RunKind::Baselines:
            return fmt::format("baselines, split {}", split);
        case RunKind::Half:
            return fmt::format("half {}, split {}", seed, split);
        case RunKind::Cuts:
            return fmt::format("cuts, split {}", split);
        case RunKind::Calibration:
            return fmt::format("calibration, split {}", split);
        case RunKind::Decoys:
            break;
    }
    return fmt::format("decoys {}, split {}", seed, split);
}

std::string RunSpec::file() const {
    std::string file = name();
    std::erase(file, ',');
    std::ranges::replace(file, ' ', '-');
    return file;
}

PlanOptions PlanOptions::quick() {
    PlanOptions options;
    options.splits = 2;
    options.rewired = 10;
    options.renamed = 10;
    options.halves = 2;
    options.decoys = 1;
    options.draws = 5;
    options.few = {20};
    options.sizes = {10, 40, 100, 0};
    options.sized_rewired = 3;
    options.gene_baseline = false;
    return options;
}

std::vector<RunSpec> plan_runs(const PlanOptions& options) {
    std::vector<RunSpec> runs;
    for (std::uint64_t split = 0; split < options.splits; ++split) {
        runs.push_back({.kind = RunKind::Reader, .split = split});
        runs.push_back({.kind = RunKind::Baselines, .split = split});
        runs.push_back({.kind = RunKind::Reader, .edges = EdgeSource::Unmasked, .split = split});
        runs.push_back({.kind = RunKind::Calibration, .split = split});
    }
    runs.push_back({.kind = RunKind::Cuts});
    for (std::uint64_t seed = 1; seed <= options.decoys; ++seed)
        runs.push_back({.kind = RunKind::Decoys, .seed = seed});
    for (std::uint64_t seed = 1; seed <= 2 * options.halves; ++seed)
        runs.push_back({.kind = RunKind::Half, .seed = seed});
    for (const auto* const some : {&options.few, &options.sizes}) {
        for (const std::size_t tfs : *some) runs.push_back({.kind = RunKind::Few, .tfs = tfs});
    }
    runs.push_back({.kind = RunKind::Reader, .edges = EdgeSource::Coexpressed});
    for (std::uint64_t seed = 1; seed <= std::max(options.rewired, options.renamed); ++seed) {
        if (seed <= options.rewired) {
            runs.push_back({.kind = RunKind::Reader, .edges = EdgeSource::Rewired, .seed = seed});
            const auto add = [&](const std::vector<std::size_t>& some) {
                for (const std::size_t tfs : some)
                    runs.push_back(
                        {.kind = RunKind::Few, .edges = EdgeSource::Rewired, .seed = seed, .tfs = tfs});
            };
            add(options.few);
            if (seed <= options.sized_rewired) add(options.sizes);
        }
        if (seed <= options.renamed)
            runs.push_back({.kind = RunKind::Reader, .edges = EdgeSource::Renamed, .seed = seed});
    }
    return runs;
}

}  // namespace regulus
