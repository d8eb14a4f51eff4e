// How long UMAP takes and how true its pictures are, beside umap-learn on the same machine in the same run.
//
//   bench_umap --json [--points 3500,20000,70000] [--seeds 5] [--data pbmc_3500_pcs.tsv.gz]
//
// The data are the principal components of 3,500 blood cells; more points are made from them by going part
// of the way from a cell to one of its neighbours, with a little noise. Debian's python3 unpacks the file and
// runs umap-learn, compiled by a small run before its clock starts, with as many threads as ours.
// Trustworthiness (k = 15) is exact up to 5,000 points, beyond that on every n/5,000th point.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/parallel.h"
#include "core/embed/embed.h"
#include "core/stats/trustworthiness.h"

using namespace regulus;
using json = nlohmann::json;

namespace {

constexpr std::size_t dimensions = 30, trust_points = 5000, trust_neighbors = 15;

const char* const make_data = R"(
import sys, numpy as np
from sklearn.neighbors import NearestNeighbors
folder, path, sizes = sys.argv[1], sys.argv[2], [int(n) for n in sys.argv[3].split(",")]
x = np.loadtxt(path, skiprows=1)
near = NearestNeighbors(n_neighbors=16).fit(x).kneighbors(x, return_distance=False)[:, 1:]
for n in sizes:
    r = np.random.RandomState(1)
    i = r.randint(0, len(x), n)
    j = near[i, r.randint(0, 15, n)]
    y = x[i] + r.uniform(size=(n, 1)) * (x[j] - x[i]) + 0.1 * r.normal(size=(n, x.shape[1])) * x.std(0)
    (x if n == len(x) else y).astype("<f4").tofile(f"{folder}/points{n}.f32")
)";

const char* const run_peer = R"(
import sys, os, time, json
import numpy as np, umap, warnings
warnings.simplefilter("ignore")
folder, n, seeds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
x = np.fromfile(f"{folder}/points{n}.f32", "<f4").reshape(n, -1)
# Every code path of the measured runs is compiled here; above 4,096 points umap-learn takes another one.
warm = x if n <= 4500 else x[:4500]
umap.UMAP(random_state=0, n_epochs=5).fit_transform(warm)
umap.UMAP(n_epochs=5).fit_transform(warm)
lines = []
for seed in [None] + list(range(seeds)):
    wall, cpu = time.perf_counter(), time.process_time()
    e = umap.UMAP(random_state=seed).fit_transform(x)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    name = "free" if seed is None else str(seed)
    np.asarray(e, "<f4").tofile(f"{folder}/peer_{name}.f32")
    lines.append(dict(seed=seed, seconds=wall, cpu_seconds=cpu, file=f"{folder}/peer_{name}.f32"))
json.dump(lines, open(f"{folder}/peer.json", "w"))
)";

double wall_now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
double cpu_now() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

void run_python(const std::filesystem::path& folder, const char* script, const std::string& arguments) {
    const auto file = folder / "script.py";
    std::ofstream(file) << script;
    const std::string threads = "NUMBA_NUM_THREADS=" + std::to_string(thread_count());
    const std::string command =
        threads + " /usr/bin/python3 " + file.string() + " " + folder.string() + " " + arguments;
    if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
}

Matrix read(const std::filesystem::path& path, std::size_t columns) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path.string());
    Matrix m(std::filesystem::file_size(path) / sizeof(float) / columns, columns);
    file.read(reinterpret_cast<char*>(m.values.data()),
              static_cast<std::streamsize>(m.values.size() * sizeof(float)));
    return m;
}

Matrix every(const Matrix& m, std::size_t step) {
    Matrix part((m.rows + step - 1) / step, m.cols);
    for (std::size_t r = 0; r < part.rows; ++r) {
        std::copy(m.row(r * step).begin(), m.row(r * step).end(), part.row(r).begin());
    }
    return part;
}

double trust(const Matrix& points, const Matrix& picture) {
    const std::size_t step = (points.rows + trust_points - 1) / trust_points;
    Job job;
    return trustworthiness(every(points, step), every(picture, step), trust_neighbors, job).value();
}

void print(bool as_json, const json& line) {
    if (as_json) {
        std::printf("%s\n", line.dump().c_str());
    } else {
        std::printf("%-28s", line["method"].get<std::string>().c_str());
        for (const auto& [key, value] : line.items()) {
            if (key != "method") std::printf(" %s %s", key.c_str(), value.dump().c_str());
        }
        std::printf("\n");
    }
    std::fflush(stdout);
}

json run_ours(const Matrix& points, UmapStart start, std::uint64_t seed) {
    Job job;
    const double wall = wall_now(), cpu = cpu_now();
    Umap picture(points, {.start = start, .seed = seed}, job);
    const double prepared = wall_now();
    picture.run_until(picture.epochs(), job);
    const double done = wall_now(), used = cpu_now() - cpu;
    return {
        {"method", start == UmapStart::Principal ? "regulus, principal start" : "regulus, spectral start"},
        {"points", points.rows},
        {"seed", seed},
        {"seconds", done - wall},
        {"layout_seconds", done - prepared},
        {"cpu_seconds", used},
        {"epochs", picture.epochs()},
        {"trustworthiness", trust(points, picture.coordinates())}};
}

void bench(const std::filesystem::path& folder, std::size_t n, int seeds, bool as_json) {
    const Matrix points = read(folder / ("points" + std::to_string(n) + ".f32"), dimensions);
    for (const auto start : {UmapStart::Spectral, UmapStart::Principal}) {
        for (int seed = 0; seed < seeds; ++seed) {
            print(as_json, run_ours(points, start, static_cast<std::uint64_t>(seed)));
        }
    }
    run_python(folder, run_peer, std::to_string(n) + " " + std::to_string(seeds));
    std::ifstream file(folder / "peer.json");
    for (const json& run : json::parse(file)) {
        print(as_json, {{"method", run["seed"].is_null() ? "umap-learn, threads" : "umap-learn, seeded"},
                        {"points", n},
                        {"seed", run["seed"]},
                        {"seconds", run["seconds"]},
                        {"cpu_seconds", run["cpu_seconds"]},
                        {"trustworthiness", trust(points, read(run["file"].get<std::string>(), 2))}});
    }
}

}  // namespace

int main(int argc, char** argv) {
    bool as_json = false;
    int seeds = 5, threads = 2;
    std::vector<std::size_t> sizes{3500, 20000};
    std::string data = "../shared/data/reference/pbmc_3500_pcs.tsv.gz";
    CLI::App app{"UMAP beside umap-learn"};
    app.add_flag("--json", as_json, "one JSON object a line");
    app.add_option("--points", sizes, "numbers of points")->delimiter(',');
    app.add_option("--seeds", seeds, "runs of each, with seeds from 0");
    app.add_option("--threads", threads, "threads of both");
    app.add_option("--data", data, "gzipped table of 30 principal components");
    CLI11_PARSE(app, argc, argv);
    set_thread_count(threads);
    const auto folder = std::filesystem::temp_directory_path() /
                        ("bench_umap_" + std::to_string(static_cast<long>(wall_now() * 1e6)));
    std::filesystem::create_directory(folder);
    int code = 0;
    try {
        std::string list;
        for (const auto n : sizes) list += (list.empty() ? "" : ",") + std::to_string(n);
        run_python(folder, make_data, data + " " + list);
        for (const auto n : sizes) bench(folder, n, seeds, as_json);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        code = 1;
    }
    std::filesystem::remove_all(folder);
    return code;
}
