#include "app/command_line/commands/simulated_files.h"

#include <algorithm>
#include <future>
#include <numeric>

#include "core/io/anndata/h5ad_writer.h"
#include "core/io/files/csv_writer.h"

namespace regulus {

void write_simulated_data(const RegulatorySimulator& simulator, const std::string& path, Job& job) {
    const std::size_t cells = simulator.options().cells;
    // A piece takes about a tenth of a second, which is how soon a cancel is answered.
    const std::size_t piece = std::clamp<std::size_t>(1'500'000 / simulator.options().genes, 16, 8192);
    const auto generate = [&](std::size_t begin) {
        return simulator.counts(begin, std::min(begin + piece, cells));
    };
    Table obs = simulator.obs(job);
    Numeric totals{{}, true};
    H5adWriter writer(path, simulator.var());
    // The next piece is generated while this one is compressed.
    auto next = std::async(std::launch::async, generate, std::size_t{0});
    for (std::size_t begin = 0; begin < cells; begin += piece) {
        job.checkpoint();
        job.progress(static_cast<double>(begin) / static_cast<double>(cells), "simulating cells");
        const CsrMatrix counts = next.get();
        if (begin + piece < cells) next = std::async(std::launch::async, generate, begin + piece);
        for (std::size_t r = 0; r < counts.rows; ++r) {
            const auto values = counts.row_values(r);
            totals.values.push_back(std::accumulate(values.begin(), values.end(), 0.0));
        }
        writer.append_rows(counts);
    }
    obs.columns.push_back({"n_counts", std::move(totals)});
    writer.finish(obs, {}, {{"regulus_simulated", true}, {"title", std::string("simulated")}});
    job.progress(1, "simulating cells");
}

void write_simulated_prior(const SimulationTruth& truth, bool decoys, const std::string& path) {
    const RegulatoryNetwork prior = simulated_prior(truth, decoys);
    CsvWriter table(path);
    table.names({"source", "target", "weight"});
    for (const auto& edge : prior.edges) {
        table.field(prior.genes[edge.tf]);
        table.field(prior.genes[edge.target]);
        table.field(edge.sign);
        table.end_row();
    }
    table.commit();
}

void write_simulated_edges(const SimulationTruth& truth, const std::string& path) {
    CsvWriter table(path);
    table.names({"tf", "target", "sign", "strength", "kind"});
    for (const auto* edges : {&truth.network.edges, &truth.network.decoys}) {
        const std::string_view kind = edges == &truth.network.edges ? "true" : "decoy";
        for (const auto& edge : *edges) {
            table.field(truth.network.genes[edge.tf]);
            table.field(truth.network.genes[edge.target]);
            table.field(edge.sign);
            table.field(edge.strength);
            table.field(kind);
            table.end_row();
        }
    }
    table.commit();
}

void write_simulated_activity(const SimulationTruth& truth, const std::string& path) {
    CsvWriter table(path);
    table.names({"cell_type", "tf", "log_activity", "disease_shift"});
    for (std::size_t k = 0; k < truth.cell_types.size(); ++k) {
        for (std::size_t t = 0; t < truth.network.tfs; ++t) {
            table.field(truth.cell_types[k]);
            table.field(truth.network.genes[t]);
            table.field(truth.activity(k, t));
            table.field(truth.disease_shift(k, t));
            table.end_row();
        }
    }
    table.commit();
}

}  // namespace regulus
