// Simulated cells as a dataset, and their network as a prior.
#include <algorithm>
#include <numeric>

#include "core/simulate/regulatory_simulator.h"

namespace regulus {

RegulatoryNetwork simulated_prior(const SimulationTruth& truth, bool decoys) {
    std::vector<ListedRegulation> listed;
    const auto list = [&](const std::vector<SimulatedEdge>& edges) {
        for (const auto& edge : edges) {
            listed.push_back({truth.network.genes[edge.tf], truth.network.genes[edge.target], edge.sign, 0});
        }
    };
    list(truth.network.edges);
    if (decoys) list(truth.network.decoys);
    return make_network(decoys ? "simulated prior with decoys" : "simulated prior", listed);
}

Simulation simulate(const SimulationOptions& options, Job& job) {
    const RegulatorySimulator simulator(options);
    CsrMatrix counts;
    counts.cols = options.genes;
    Numeric totals{{}, true};
    for (std::size_t begin = 0; begin < options.cells; begin += 1024) {
        job.checkpoint();
        job.progress(static_cast<double>(begin) / static_cast<double>(options.cells), "simulating cells");
        const std::size_t end = std::min(begin + 1024, options.cells);
        const CsrMatrix part = simulator.counts(begin, end);
        for (std::size_t r = 0; r < part.rows; ++r) {
            const auto values = part.row_values(r);
            counts.push_row(part.row_columns(r), values);
            totals.values.push_back(std::accumulate(values.begin(), values.end(), 0.0));
        }
    }
    auto dataset = std::make_shared<Dataset>();
    dataset->name = "simulated";
    dataset->simulated = true;
    dataset->obs = simulator.obs(job);
    dataset->obs.columns.push_back({"n_counts", std::move(totals)});
    dataset->assays.push_back({"X", std::make_shared<InMemoryMatrix>(std::move(counts)),
                               std::make_shared<const Table>(simulator.var()), ValueKind::Counts});
    job.progress(1, "simulating cells");
    return {dataset, simulated_prior(simulator.truth(), true), simulator.truth()};
}

}  // namespace regulus
