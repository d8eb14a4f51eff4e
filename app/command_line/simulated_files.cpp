#include "app/command_line/simulated_files.h"
#include "core/io/csv_writer.h"

namespace regulus {
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
