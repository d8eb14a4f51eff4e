// Leiden on graphs of neighbours of simulated cells, beside igraph called from Python on the same graph.
//
//   bench_leiden [--cells N...] [--resolution X] [--python PROGRAM] [--json]
//
// Times of Python are those of making its graph from arrays of numpy, and of the clustering.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <unistd.h>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/random.h"
#include "core/workflow/cell_clusters.h"

namespace {

using namespace regulus;
using nlohmann::json;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// Thirty dimensions, as principal components have them: forty types of very different sizes that overlap, and
// less of them in every further dimension.
Matrix cells_in_space(std::size_t count) {
    constexpr std::size_t types = 40, dimensions = 30;
    Random random(5);
    Matrix centers(types, dimensions), points(count, dimensions);
    for (std::size_t t = 0; t < types; ++t)
        for (std::size_t d = 0; d < dimensions; ++d)
            centers(t, d) = static_cast<float>(4 * random.normal() / std::sqrt(1.0 + static_cast<double>(d)));
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t type = random.below(random.below(types) + 1);
        for (std::size_t d = 0; d < dimensions; ++d)
            points(i, d) = static_cast<float>(centers(type, d) + random.normal());
    }
    return points;
}

template <class T>
void write(const std::filesystem::path& path, const std::vector<T>& values) {
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(values.data()),
               static_cast<std::streamsize>(values.size() * sizeof(T)));
    if (!file) throw Error(ErrorKind::Storage, "Could not be written", path.string());
}

// What run_igraph.py prints.
json python_seconds(const std::string& python, const CsrMatrix& graph, double resolution) {
    const auto folder = std::filesystem::temp_directory_path() / fmt::format("bench_leiden.{}", ::getpid());
    std::filesystem::create_directories(folder);
    write(folder / "offsets", graph.offsets);
    write(folder / "columns", graph.columns);
    write(folder / "values", graph.values);
    const std::string command =
        fmt::format("'{}' '{}' '{}' {}", python, REGULUS_RUN_IGRAPH, folder.string(), resolution);
    std::string text;
    FILE* pipe = ::popen(command.c_str(), "r");
    char part[256];
    while (pipe != nullptr && std::fgets(part, sizeof part, pipe) != nullptr) text += part;
    const int code = pipe == nullptr ? -1 : ::pclose(pipe);
    std::filesystem::remove_all(folder);
    if (code != 0) throw Error(ErrorKind::Internal, "Python failed", command);
    return json::parse(text);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Leiden beside igraph called from Python");
    std::vector<std::size_t> counts{2638, 10'000, 100'000};
    double resolution = 1;
    std::string python = "/usr/bin/python3";
    bool as_json = false;
    app.add_option("--cells", counts);
    app.add_option("--resolution", resolution);
    app.add_option("--python", python, "With numpy and igraph; empty: without it");
    app.add_flag("--json", as_json);
    CLI11_PARSE(app, argc, argv);
    Job quiet;
    for (const std::size_t count : counts) {
        const Matrix points = cells_in_space(count);
        auto start = Clock::now();
        const CsrMatrix graph = neighbour_graph(points, {}, quiet);
        const double neighbours = seconds_since(start);
        start = Clock::now();
        const Communities found = leiden(graph, {.resolution = resolution}, quiet);
        const double clustering = seconds_since(start);
        json result{{"bench", "leiden"},
                    {"cells", count},
                    {"edges", graph.stored() / 2},
                    {"resolution", resolution},
                    {"neighbours_s", neighbours},
                    {"leiden_s", clustering},
                    {"clusters", found.sizes.size()},
                    {"modularity", found.modularity},
                    {"peak_mb", peak_memory_mb()}};
        if (!python.empty()) {
            const json other = python_seconds(python, graph, resolution);
            const double seconds = other.at("graph_s").get<double>() + other.at("leiden_s").get<double>();
            result.update({{"python_s", seconds},
                           {"python_over_this", seconds / clustering},
                           {"python_clusters", other.at("clusters")},
                           {"python_modularity", other.at("modularity")}});
        }
        if (as_json)
            std::puts(result.dump().c_str());
        else
            fmt::print("{} cells: neighbours {:.2f} s, Leiden {:.2f} s, {} clusters, modularity {:.4f}{}\n",
                       count, neighbours, clustering, found.sizes.size(), found.modularity,
                       result.contains("python_s")
                           ? fmt::format("; Python {:.2f} s, {:.4f}", result["python_s"].get<double>(),
                                         result["python_modularity"].get<double>())
                           : std::string());
        std::fflush(stdout);
    }
    return 0;
}
