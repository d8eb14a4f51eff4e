// Can a reader of regulons tell true edges from as many rewired ones? Five simulations whose truth is known
// and whose cells no baseline names without error; beside it the same by the signed mean of the rest of a
// regulon and by |Spearman| of TF and target.
//
//   bench_regulon_decoys [--json]
#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/evidence/evidence_input.h"
#include "core/evidence/runs.h"
#include "tests/bench/shallow_simulation.h"

namespace {

using namespace regulus;

struct Found {
    RunResult decoys, baselines;
};

Found run(std::uint64_t seed) {
    Job job;
    Simulation simulated = simulate(bench::shallow_options(seed), job);
    Dataset dataset = *simulated.dataset;
    const MatrixSource& counts = *dataset.assays.front().matrix;
    dataset.assays.front().matrix =
        std::make_shared<InMemoryMatrix>(bench::shallow(counts.block(0, counts.cells()), seed));
    std::erase_if(dataset.obs.columns, [](const Column& c) { return c.name == "n_counts"; });  // deep cells
    TrainingRequest request;
    request.label_column = "cell_type";
    const EvidenceInput input =
        evidence_input(dataset, simulated_prior(simulated.truth, false), request,
                       options_for(Preset::Standard, ReadMode::Regulons), LineageTable{}, job);
    PlanOptions plan;
    plan.draws = 1;
    plan.gene_baseline = false;
    Found found;
    found.decoys.spec = {.kind = RunKind::Decoys, .seed = seed};
    found.baselines.spec = {.kind = RunKind::Baselines};
    run_decoys(input, found.decoys, job);
    run_baselines(input, plan, found.baselines, job);
    return found;
}

double accuracy_with_all_labels(const RunResult& baselines) {
    for (const DrawScore& draw : baselines.draws) {
        if (draw.method == "direction" && draw.share == 1) return draw.accuracy;
    }
    return std::nan("");
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Edges and decoys in five simulations");
    bool as_json = false;
    app.add_flag("--json", as_json);
    CLI11_PARSE(app, argc, argv);
    try {
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            const Found found = run(seed);
            const nlohmann::json line = {{"bench", "regulon_decoys"},
                                         {"seed", seed},
                                         {"baseline_accuracy", accuracy_with_all_labels(found.baselines)},
                                         {"edges_and_decoys", found.decoys.number("decoys_edges")},
                                         {"auroc_attention", found.decoys.number("decoys_attention")},
                                         {"auroc_regulon", found.decoys.number("decoys_regulon")},
                                         {"auroc_spearman", found.decoys.number("decoys_correlation")}};
            if (as_json) {
                std::cout << line << std::endl;
            } else {
                std::printf(
                    "seed %d  baseline accuracy %.3f  attention %.3f  regulon %.3f  |Spearman| %.3f\n",
                    static_cast<int>(seed), line["baseline_accuracy"].get<double>(),
                    line["auroc_attention"].get<double>(), line["auroc_regulon"].get<double>(),
                    line["auroc_spearman"].get<double>());
            }
        }
        return 0;
    } catch (const Error& e) {
        std::cerr << e.what() << "\n";
        return exit_code(e.kind());
    }
}
