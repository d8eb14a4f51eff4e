// Simulated cells as a data set: generated while they are read, or held in memory.
#include <algorithm>
#include <numeric>

#include "core/simulate/regulatory_simulator.h"

namespace regulus {
namespace {

class GeneratedMatrix final : public MatrixSource {
  public:
    explicit GeneratedMatrix(RegulatorySimulator simulator) : m_simulator(std::move(simulator)) {}
    std::size_t cells() const override { return m_simulator.options().cells; }
    std::size_t genes() const override { return m_simulator.options().genes; }
    CsrMatrix block(std::size_t begin, std::size_t end) const override {
        return m_simulator.counts(begin, end);
    }
    // About a quarter of the values are not zero, at 8 bytes each.
    std::size_t preferred_block() const override {
        return std::clamp<std::size_t>((std::size_t{64} << 20) / (2 * genes()), 64, 65536);
    }

  private:
    RegulatorySimulator m_simulator;
};

Dataset described(const RegulatorySimulator& simulator, Job& job) {
    Dataset dataset;
    dataset.name = "simulated";
    dataset.simulated = true;
    dataset.obs = simulator.obs(job);
    return dataset;
}

}  // namespace

std::shared_ptr<const Dataset> simulated_source(const RegulatorySimulator& simulator, Job& job) {
    auto dataset = std::make_shared<Dataset>(described(simulator, job));
    dataset->assays.push_back({"X", std::make_shared<GeneratedMatrix>(simulator),
                               std::make_shared<const Table>(simulator.var()), ValueKind::Counts});
    return dataset;
}

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
    auto dataset = std::make_shared<Dataset>(described(simulator, job));
    dataset->obs.columns.push_back({"n_counts", std::move(totals)});
    dataset->assays.push_back({"X", std::make_shared<InMemoryMatrix>(std::move(counts)),
                               std::make_shared<const Table>(simulator.var()), ValueKind::Counts});
    job.progress(1, "simulating cells");
    return {dataset, simulated_prior(simulator.truth(), true), simulator.truth()};
}

}  // namespace regulus
