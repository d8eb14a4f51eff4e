// How long UMAP takes and how true its pictures are, beside umap-learn on the same machine in the same run.
//
//   bench_umap --json [--points 3500,20000] [--seeds 5] [--peer-seeds 2] [--seeded-only]
//              [--data pbmc_3500_pcs.tsv.gz]
//
// The data are the principal components of 3,500 blood cells; more points are made from them by going part
// of the way from a cell to one of its neighbours, with a little noise. Debian's python3 unpacks the file and
// runs umap-learn, compiled by a small run before its clock starts, with as many threads as ours. The runs
// alternate, ours and umap-learn's; a line "regulus beside …" says how many times the start that Umap takes
// by itself was faster than umap-learn with the same seed, or without one on all threads, by the wall's clock
// and by the processor's, and how much truer its picture is. picture_truth.h says how pictures are judged,
// with 15 neighbours.
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/base/parallel.h"
#include "core/embed/embed.h"
#include "tests/bench/picture_truth.h"

using namespace regulus;
using json = nlohmann::json;

namespace {

constexpr std::size_t dimensions = 30, truth_neighbors = 15;

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

// Says once that it is ready, then answers each line of its input: a seed, or "free" for a run without one,
// on all threads.
const char* const run_peer = R"(
import sys, time, json
import numpy as np, umap, warnings
warnings.simplefilter("ignore")
folder, n = sys.argv[1], int(sys.argv[2])
x = np.fromfile(f"{folder}/points{n}.f32", "<f4").reshape(n, -1)
def answer(**what):
    with open(f"{folder}/answer", "w") as file:
        json.dump(what, file)
# Every code path of the measured runs is compiled here; above 4,096 points umap-learn takes another one.
warm = x if n <= 4500 else x[:4500]
umap.UMAP(random_state=0, n_epochs=5).fit_transform(warm)
umap.UMAP(n_epochs=5).fit_transform(warm)
answer()
for line in sys.stdin:
    seed = None if line.strip() == "free" else int(line)
    wall, cpu = time.perf_counter(), time.process_time()
    e = umap.UMAP(random_state=seed).fit_transform(x)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    np.asarray(e, "<f4").tofile(f"{folder}/peer.f32")
    answer(seed=seed, seconds=wall, cpu_seconds=cpu)
)";

double wall_now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
double cpu_now() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

std::string python(const std::filesystem::path& folder, const char* script, const std::string& arguments) {
    const auto file = folder / "script.py";
    std::ofstream(file) << script;
    return "NUMBA_NUM_THREADS=" + std::to_string(thread_count()) + " /usr/bin/python3 " + file.string() +
           " " + folder.string() + " " + arguments;
}

Matrix read(const std::filesystem::path& path, std::size_t columns) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path.string());
    Matrix m(std::filesystem::file_size(path) / sizeof(float) / columns, columns);
    file.read(reinterpret_cast<char*>(m.values.data()),
              static_cast<std::streamsize>(m.values.size() * sizeof(float)));
    return m;
}

json judged(const char* method, const json& seed, const Matrix& points, const Matrix& picture, double seconds,
            double cpu_seconds) {
    const bench::PictureTruth truth = bench::picture_truth(points, picture, truth_neighbors);
    return {{"method", method},
            {"points", points.rows},
            {"seed", seed},
            {"seconds", seconds},
            {"cpu_seconds", cpu_seconds},
            {"thinned_trustworthiness", truth.thinned_trustworthiness},
            {"trustworthiness", truth.trustworthiness},
            {"neighbours_kept", truth.kept}};
}

// umap-learn in a process that stays, so that its runs alternate with ours.
class Peer {
  public:
    Peer(const std::filesystem::path& folder, std::size_t points)
        : m_folder(folder), m_answer(folder / "answer") {
        std::filesystem::remove(m_answer);
        if (mkfifo(m_answer.c_str(), 0600) != 0) throw std::runtime_error("cannot make " + m_answer.string());
        const std::string command =
            python(folder, run_peer, std::to_string(points)) + " || echo null > " + m_answer.string();
        m_pipe.reset(popen(command.c_str(), "w"));
        if (!m_pipe) throw std::runtime_error("cannot run python3");
        answer();
    }

    // The line to print; `seed`: a number, or free.
    json run(const Matrix& points, const std::string& seed) {
        std::fprintf(m_pipe.get(), "%s\n", seed.c_str());
        std::fflush(m_pipe.get());
        const json told = answer();
        return judged(told["seed"].is_null() ? "umap-learn, threads" : "umap-learn, seeded", told["seed"],
                      points, read(m_folder / "peer.f32", 2), told["seconds"].get<double>(),
                      told["cpu_seconds"].get<double>());
    }

  private:
    struct Close {
        void operator()(FILE* pipe) const { pclose(pipe); }
    };

    json answer() const {
        std::ifstream file(m_answer);  // waits until it is opened for writing
        json answered = json::parse(file);
        if (answered.is_null()) throw std::runtime_error("umap-learn failed");
        return answered;
    }

    std::filesystem::path m_folder, m_answer;
    std::unique_ptr<FILE, Close> m_pipe;
};

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
    const char* const method = start == UmapStart::Automatic  ? "regulus"
                               : start == UmapStart::Spectral ? "regulus, spectral start"
                                                              : "regulus, principal start";
    Job job;
    const double wall = wall_now(), cpu = cpu_now();
    Umap picture(points, {.start = start, .seed = seed}, job);
    const double prepared = wall_now();
    picture.run_until(picture.epochs(), job);
    const double done = wall_now(), used = cpu_now() - cpu;
    json result = judged(method, seed, points, picture.coordinates(), done - wall, used);
    result["layout_seconds"] = done - prepared;
    result["epochs"] = picture.epochs();
    return result;
}

// How many times faster ours was, and how much truer its picture.
json beside(const json& ours, const json& theirs) {
    json line{{"method", "regulus beside " + theirs["method"].get<std::string>()},
              {"points", ours["points"]},
              {"seed", ours["seed"]}};
    for (const char* clock : {"seconds", "cpu_seconds"})
        line["faster_" + std::string(clock)] = theirs[clock].get<double>() / ours[clock].get<double>();
    for (const char* truth : {"thinned_trustworthiness", "trustworthiness"})
        line["more_" + std::string(truth)] = ours[truth].get<double>() - theirs[truth].get<double>();
    return line;
}

void compare(const std::filesystem::path& folder, std::size_t n, int seeds, int peer_seeds, bool unseeded,
             bool as_json) {
    const Matrix points = read(folder / ("points" + std::to_string(n) + ".f32"), dimensions);
    std::optional<Peer> peer;
    if (peer_seeds > 0) peer.emplace(folder, n);
    for (int seed = 0; seed < seeds; ++seed) {
        const json ours = run_ours(points, UmapStart::Automatic, static_cast<std::uint64_t>(seed));
        print(as_json, ours);
        if (seed >= peer_seeds) continue;
        const auto against = [&](const std::string& how) {
            const json theirs = peer->run(points, how);
            print(as_json, theirs);
            print(as_json, beside(ours, theirs));
        };
        against(std::to_string(seed));
        if (seed == 0 && unseeded) against("free");
    }
    for (const auto start : {UmapStart::Spectral, UmapStart::Principal}) {
        print(as_json, run_ours(points, start, 0));
    }
}

}  // namespace

int main(int argc, char** argv) {
    bool as_json = false, seeded_only = false;
    int seeds = 5, peer_seeds = 2, threads = 2;
    std::vector<std::size_t> sizes{3500, 20000, 70000, 300000};
    std::string data = "../shared/data/reference/pbmc_3500_pcs.tsv.gz";
    CLI::App app{"UMAP beside umap-learn"};
    app.add_flag("--json", as_json, "one JSON object a line");
    app.add_option("--points", sizes, "numbers of points")->delimiter(',');
    app.add_option("--seeds", seeds, "runs of ours, with seeds from 0");
    app.add_option("--peer-seeds", peer_seeds, "runs of umap-learn, with seeds from 0; minutes at 300,000");
    app.add_flag("--seeded-only", seeded_only, "no run of umap-learn without a seed");
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
        const std::string command = python(folder, make_data, data + " " + list);
        if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
        for (const auto n : sizes) compare(folder, n, seeds, peer_seeds, !seeded_only, as_json);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        code = 1;
    }
    std::filesystem::remove_all(folder);
    return code;
}
