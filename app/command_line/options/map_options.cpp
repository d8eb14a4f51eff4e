#include "app/command_line/options/map_options.h"

#include <CLI/CLI.hpp>

namespace regulus {

void declare_map(CLI::App& app, EmbeddingRequest& request) {
    app.add_option("--neighbors,--neighbours", request.neighbours, "Number of nearest neighbours")
        ->check(CLI::Range(2, 200))
        ->capture_default_str();
    app.add_option("--min-dist", request.min_dist, "Minimum distance between cells, 0 to 0.99")
        ->check(CLI::Range(0.0, 0.99))
        ->capture_default_str();
    app.add_option("--seed", request.seed, "Seed of the map")->capture_default_str();
}

}  // namespace regulus
