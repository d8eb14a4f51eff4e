#include "app/command_line/options/map_options.h"

#include <CLI/CLI.hpp>

namespace regulus {

void declare_components(CLI::App& app, std::size_t& genes, std::size_t& components) {
    app.add_option("--variable-genes", genes, "Genes that the components are of: those that vary most")
        ->check(CLI::Range(2, 100'000))
        ->capture_default_str();
    app.add_option("--pcs", components, "Principal components that make cells neighbours")
        ->check(CLI::Range(1, 200))
        ->capture_default_str();
}

void declare_map(CLI::App& app, EmbeddingRequest& request) {
    app.add_option("--neighbors,--neighbours", request.neighbours, "Number of nearest neighbours")
        ->check(CLI::Range(2, 200))
        ->capture_default_str();
    app.add_option("--min-dist", request.min_dist, "Minimum distance between cells, 0 to 0.99")
        ->check(CLI::Range(0.0, 0.99))
        ->capture_default_str();
    declare_components(app, request.variable_genes, request.components);
    app.add_option("--seed", request.seed, "Seed of the map")->capture_default_str();
}

}  // namespace regulus
