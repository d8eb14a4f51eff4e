// Can attention tell true regulators from matched decoys? Five simulations with known truth; beside the
// trained model the same ranking by |Spearman| and by the warm-started, untrained model.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/data/normalise.h"
#include "core/evaluate/decoys.h"
#include "core/model/trainer.h"
#include "core/simulate/regulatory_simulator.h"
#include "core/workflow/training_setup.h"

namespace {

using namespace regulus;

struct Rankings {
    EdgeRanking choice, untrained, spearman;
};

Rankings run(std::uint64_t seed, TrainingOptions options) {
    Job job;
    SimulationOptions simulation;
    simulation.seed = seed;
    const Simulation simulated = simulate(simulation, job);
    TrainingRequest request;
    request.label_column = "cell_type";
    request.split.seed = seed;
    const TrainingSetup setup = prepare_training(*simulated.dataset, simulated.prior, request, job);
    options.seed = seed;
    const auto trainer = Trainer::create(setup.input, options, job);
    std::vector<std::pair<std::string, std::string>> truth;
    for (const SimulatedEdge& e : simulated.truth.network.edges) {
        truth.emplace_back(simulated.truth.network.genes[e.tf], simulated.truth.network.genes[e.target]);
    }
    const std::vector<std::uint32_t> rows = setup.input.train.rows();
    const auto ranked = [&](const ModelFile& model) {
        const auto shared = std::make_shared<const ModelFile>(model);
        const auto predictor = Predictor::create(shared);
        const GeneMatch match = match_genes(model, setup.input.genes);
        return rank_edges(model.mask, edge_choice(*predictor, *setup.input.expression, match, rows, job),
                          edges_among(model, truth));
    };
    Rankings result;
    const ModelFile untrained = trainer->best();
    result.untrained = ranked(untrained);
    trainer->run_until(trainer->epochs(), job);
    const ModelFile trained = trainer->best();
    result.choice = ranked(trained);
    const GeneMatch match = match_genes(trained, setup.input.genes);
    result.spearman =
        rank_edges(trained.mask, edge_correlation(trained, *setup.input.expression, match, rows, job),
                   edges_among(trained, truth));
    return result;
}

}  // namespace

int main(int argc, char** argv) {
    TrainingOptions options = options_for(Preset::Standard, ReadMode::Genes);
    bool as_json = false;
    int first = 1;  // --from N: an interrupted run goes on with simulation N
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--json") == 0) as_json = true;
        if (std::strcmp(argv[i], "--from") == 0 && i + 1 < argc)
            first = std::clamp(std::atoi(argv[++i]), 1, 5);
    }
    try {
        double choice = 0, untrained = 0, spearman = 0;
        const int seeds = 6 - first;
        for (int seed = first; seed <= 5; ++seed) {
            const Rankings r = run(static_cast<std::uint64_t>(seed), options);
            choice += r.choice.auroc / seeds;
            untrained += r.untrained.auroc / seeds;
            spearman += r.spearman.auroc / seeds;
            const nlohmann::json line = {{"bench", "decoys"},
                                         {"seed", seed},
                                         {"true_edges", r.choice.true_edges},
                                         {"decoys", r.choice.decoys},
                                         {"auroc_choice", r.choice.auroc},
                                         {"auroc_spearman", r.spearman.auroc},
                                         {"auroc_untrained", r.untrained.auroc},
                                         {"auroc_all_choice", r.choice.auroc_all},
                                         {"auroc_all_spearman", r.spearman.auroc_all},
                                         {"auroc_all_untrained", r.untrained.auroc_all}};
            if (as_json) {
                std::cout << line << std::endl;
            } else {
                std::cout << "seed " << seed << "  choice " << r.choice.auroc << "  |Spearman| "
                          << r.spearman.auroc << "  untrained " << r.untrained.auroc << std::endl;
            }
        }
        if (as_json) {
            std::cout << nlohmann::json{{"bench", "decoys"},
                                        {"mean", true},
                                        {"seeds", seeds},
                                        {"auroc_choice", choice},
                                        {"auroc_spearman", spearman},
                                        {"auroc_untrained", untrained}}
                      << std::endl;
        } else {
            std::cout << "mean    choice " << choice << "  |Spearman| " << spearman << "  untrained "
                      << untrained << "\n";
        }
        return 0;
    } catch (const Error& e) {
        std::cerr << e.what() << "\n";
        return exit_code(e.kind());
    }
}
