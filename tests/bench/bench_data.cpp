// Large files: time and memory to the first picture, and what colouring by a gene takes without and with the
// index by gene, beside h5py, the disk and the decompressor in the same run.
//
//   bench_data --json [--cells 10000,100000,1000000] [--genes 20000] [--folder F] [--keep] [--file data.h5ad]
//
// The file has cells of `regulus simulate` whose molecules are drawn again (tests/bench/large_file.h): up to
// --distinct of them are simulated, and further cells are the same ones sequenced again. Every step runs in a
// process of its own, so that its memory is its own. "cold" means that the system was asked to drop the file
// from its page cache before.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/data/normalise.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/io/store/expression_index.h"
#include "core/workflow/first_values.h"
#include "tests/bench/large_file.h"

using namespace regulus;
using json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

// Reads the chunks of X as h5py gives them packed, and unpacks them with zlib: nothing but that is timed.
const char* const peer = R"PY(
import sys, time, json, zlib, h5py, numpy as np
what, path, gene = sys.argv[1], sys.argv[2], int(sys.argv[3])
f = h5py.File(path, "r")
indices, data = f["X/indices"], f["X/data"]
if what == "scan":
    start = time.perf_counter()
    indptr = f["X/indptr"][:]
    values = np.zeros(len(indptr) - 1, "f4")
    step = 1 << 24
    for at in range(0, len(indices), step):
        hit = np.nonzero(indices[at:at + step] == gene)[0]
        if len(hit):
            values[np.searchsorted(indptr, hit + at, "right") - 1] = data[at:at + step][hit]
    print(json.dumps(dict(seconds=time.perf_counter() - start, sum=float(values.sum(dtype="f8")),
                          cells=int((values != 0).sum()))))
else:
    # Every eighth chunk: enough to know the speed.
    spent, packed, raw = 0.0, 0, 0
    for d in (indices, data):
        for i in range(0, (len(d) + d.chunks[0] - 1) // d.chunks[0], 8):
            mask, chunk = d.id.read_direct_chunk((i * d.chunks[0],))
            start = time.perf_counter()
            size = len(zlib.decompress(chunk, bufsize=d.chunks[0] * 4 + 64))
            spent += time.perf_counter() - start
            packed, raw = packed + len(chunk), raw + size
    print(json.dumps(dict(packed_mb_s=packed / spent / 1e6, raw_mb_s=raw / spent / 1e6)))
)PY";

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double cpu_now() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

void drop_from_page_cache(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY);
    if (descriptor < 0) return;
    (void)::fdatasync(descriptor);
    (void)::posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
    ::close(descriptor);
}

void drop_folder(const fs::path& folder) {
    std::error_code problem;
    for (const auto& entry : fs::recursive_directory_iterator(folder, problem)) {
        if (entry.is_regular_file()) drop_from_page_cache(entry.path());
    }
}

std::uint64_t bytes_in(const fs::path& folder) {
    std::uint64_t sum = 0;
    std::error_code problem;
    for (const auto& entry : fs::recursive_directory_iterator(folder, problem)) {
        if (entry.is_regular_file()) sum += entry.file_size();
    }
    return sum;
}

double read_speed(const fs::path& path) {
    drop_from_page_cache(path);
    const int descriptor = ::open(path.c_str(), O_RDONLY);
    if (descriptor < 0) throw std::runtime_error("cannot read " + path.string());
    std::vector<char> buffer(std::size_t{4} << 20U);
    const double start = now();
    std::uint64_t sum = 0;
    for (ssize_t got = 0; (got = ::read(descriptor, buffer.data(), buffer.size())) > 0;)
        sum += static_cast<std::uint64_t>(got);
    ::close(descriptor);
    return static_cast<double>(sum) / (now() - start) / 1e6;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values.empty() ? 0 : values[values.size() / 2];
}

struct Options {
    std::vector<std::size_t> cells{10000, 100000, 1000000};
    std::size_t genes = 20000, distinct = 50000, queries = 200;
    std::string folder, file, step;
    bool json = false, keep = false, peer = true;

    fs::path cache() const { return fs::path(folder) / "cache"; }
    CacheOptions stores() const { return {cache().string(), 100'000'000'000}; }
};

void print(const Options& options, const json& line) {
    if (options.json) {
        std::printf("%s\n", line.dump().c_str());
    } else {
        std::printf("%-24s", line["what"].get<std::string>().c_str());
        for (const auto& [key, value] : line.items()) {
            if (key != "what") std::printf(" %s %s", key.c_str(), value.dump().c_str());
        }
        std::printf("\n");
    }
    std::fflush(stdout);
}

json run_peer(const Options& options, const std::string& what, std::size_t gene) {
    const fs::path script = fs::path(options.folder) / "peer.py",
                   out = fs::path(options.folder) / "peer.json";
    std::ofstream(script) << peer;
    const std::string command = "/usr/bin/python3 -I '" + script.string() + "' " + what + " '" +
                                options.file + "' " + std::to_string(gene) + " > '" + out.string() + "'";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
    std::ifstream result(out);
    return json::parse(result);
}

std::shared_ptr<const Dataset> open(const Options& options) {
    Job job;
    ReadOptions reading;
    reading.in_memory_bytes = 0;
    reading.cache = options.stores();  // never the index that the user's own cache may have of the file
    return read_dataset(options.file, reading, job);
}

std::unique_ptr<IndexedMatrix> indexed(const Options& options, const Dataset& data) {
    return std::make_unique<IndexedMatrix>(data.assays.at(0).matrix, identify_file(options.file), "X",
                                           StoreCache(options.stores()));
}

void step_make(const Options& options) {
    const double start = now();
    const auto made =
        bench::write_large_file(options.file, options.cells.front(), options.genes, options.distinct);
    print(options, {{"what", "file written"},
                    {"cells", made.cells},
                    {"genes", made.genes},
                    {"values", made.values},
                    {"simulated_cells", made.simulated},
                    {"file_mb", static_cast<double>(fs::file_size(options.file)) / 1e6},
                    {"seconds", now() - start},
                    {"peak_mb", peak_memory_mb()}});
}

void step_open(const Options& options) {
    for (const bool cold : {true, false}) {
        if (cold) drop_from_page_cache(options.file);
        const double start = now();
        const auto data = open(options);
        // What the first picture needs: coordinates and a colour for each cell.
        const Embedding* const picture = data->embeddings.empty() ? nullptr : &data->embeddings.front();
        const Column* const colour = data->obs.columns.empty() ? nullptr : &data->obs.columns.front();
        print(options, {{"what", "first picture"},
                        {"cells", data->cells()},
                        {"cold", cold},
                        {"seconds", now() - start},
                        {"peak_mb", peak_memory_mb()},
                        {"has_picture", picture != nullptr && colour != nullptr}});
    }
}

void step_scan(const Options& options) {
    const auto data = open(options);
    Random random(3);
    std::vector<double> warm;
    double cold = 0;
    const std::size_t gene = random.below(data->assays.at(0).matrix->genes());
    std::vector<float> values;
    for (int i = 0; i < 3; ++i) {
        if (i == 0) drop_from_page_cache(options.file);
        const double start = now();
        Job job;
        values = indexed(options, *data)->gene(gene, job);
        (i == 0 ? cold : warm.emplace_back()) = now() - start;
    }
    double sum = 0;
    std::size_t cells = 0;
    for (const float value : values) {
        sum += value;
        cells += value != 0 ? 1 : 0;
    }
    json line{{"what", "gene not indexed"},
              {"cells", values.size()},
              {"cold_seconds", cold},
              {"seconds", median(warm)},
              {"peak_mb", peak_memory_mb()},
              {"gene", gene},
              {"nonzero", cells}};
    if (options.peer) {
        const json theirs = run_peer(options, "scan", gene);
        line["h5py_seconds"] = theirs["seconds"];
        line["same_values"] = theirs["sum"] == sum && theirs["cells"] == cells;
    }
    print(options, line);
}

// Before a pass over all cells is done: as the window shows a gene, and that pass as the limit.
void step_first(const Options& options) {
    const auto data = open(options);
    const auto matrix = log_normalised(data->assays.at(0));
    Random random(3);
    const std::size_t gene = random.below(matrix->genes());
    json line{{"what", "gene, first cells"}, {"cells", matrix->cells()}};
    for (const double blocks : {1.0, 8.0}) {
        std::vector<double> times;
        FirstValues first;
        double cold = 0;
        for (int i = 0; i < 4; ++i) {
            if (i == 0) drop_from_page_cache(options.file);
            Job job;
            const double start = now();
            first = first_values(*matrix, gene, blocks, job);
            (i == 0 ? cold : times.emplace_back()) = now() - start;
        }
        const std::string of = blocks == 1 ? "first_" : "next_";
        line[of + "read"] = first.read;
        line[of + "seconds"] = median(times);
        line[of + "cold_seconds"] = cold;
    }
    Job job;
    const double start = now();
    (void)matrix->gene(gene, job);
    line["all_seconds"] = now() - start;
    line["peak_mb"] = peak_memory_mb();
    print(options, line);
}

void step_index(const Options& options) {
    fs::remove_all(options.cache());
    const double disk = read_speed(options.file);
    const auto data = open(options);
    drop_from_page_cache(options.file);
    const auto matrix = indexed(options, *data);
    Job job;
    const double start = now(), cpu = cpu_now();
    const IndexStatus status = matrix->build(job);
    const double seconds = now() - start, used = cpu_now() - cpu;
    const double file_mb = static_cast<double>(fs::file_size(options.file)) / 1e6;
    json line{{"what", "index built"},
              {"cells", status.cells},
              {"complete", status.complete()},
              {"seconds", seconds},
              {"cpu_seconds", used},
              {"file_mb", file_mb},
              {"mb_s", file_mb / seconds},
              {"disk_mb_s", disk},
              {"index_mb", static_cast<double>(bytes_in(options.cache())) / 1e6},
              {"threads", thread_count()},
              {"peak_mb", peak_memory_mb()}};
    if (!status.problem.empty()) line["problem"] = status.problem;
    if (options.peer) {
        const json zlib = run_peer(options, "inflate", 0);
        line["zlib_mb_s"] = zlib["packed_mb_s"];
        line["zlib_raw_mb_s"] = zlib["raw_mb_s"];
    }
    print(options, line);
}

// How long a build goes on after it was told to stop, at ten moments.
void step_cancel(const Options& options) {
    fs::remove_all(options.cache());
    const auto data = open(options);
    const auto matrix = indexed(options, *data);
    std::vector<double> times;
    for (int i = 0; i < 10 && !matrix->status().complete(); ++i) {
        Job job;
        std::atomic<double> told{0};
        std::thread stopper([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(700 + 137 * i));
            told = now();
            job.cancel();
        });
        try {
            matrix->build(job);
        } catch (const Cancelled&) {
            times.push_back(1000 * (now() - told));
        }
        stopper.join();
    }
    if (times.empty()) return;
    print(options, {{"what", "index build stopped"},
                    {"cells", matrix->cells()},
                    {"stops", times.size()},
                    {"median_ms", median(times)},
                    {"max_ms", *std::ranges::max_element(times)}});
}

void step_query(const Options& options) {
    const auto data = open(options);
    const auto matrix = indexed(options, *data);
    for (const bool cold : {true, false}) {
        Random random(7);
        std::vector<double> times;
        for (std::size_t i = 0; i < options.queries; ++i) {
            if (cold) drop_folder(options.cache());
            const std::size_t gene = random.below(matrix->genes());
            Job job;
            const double start = now();
            const auto values = matrix->gene(gene, job);
            times.push_back(1000 * (now() - start));
        }
        print(options, {{"what", "gene from the index"},
                        {"cells", matrix->cells()},
                        {"cold", cold},
                        {"genes", times.size()},
                        {"median_ms", median(times)},
                        {"max_ms", *std::ranges::max_element(times)},
                        {"peak_mb", peak_memory_mb()}});
    }
}

int run_step(const Options& options) {
    if (options.step == "make") step_make(options);
    if (options.step == "open") step_open(options);
    if (options.step == "scan") step_scan(options);
    if (options.step == "first") step_first(options);
    if (options.step == "index") step_index(options);
    if (options.step == "query") step_query(options);
    if (options.step == "cancel") step_cancel(options);
    return 0;
}

// Each step as a process of its own.
void run_all(const Options& options, const std::string& program, const std::string& file, std::size_t cells) {
    std::vector<std::string> steps{"open", "scan", "first", "index", "query", "cancel"};
    if (options.file.empty()) steps.insert(steps.begin(), "make");
    for (const std::string& step : steps) {
        const std::string command = "'" + program + "' --step " + step + " --file '" + file + "' --folder '" +
                                    options.folder + "' --cells " + std::to_string(cells) + " --genes " +
                                    std::to_string(options.genes) + " --distinct " +
                                    std::to_string(options.distinct) + " --queries " +
                                    std::to_string(options.queries) + (options.json ? " --json" : "") +
                                    (options.peer ? "" : " --no-peer");
        if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + step);
    }
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app{"Large files on disk"};
    app.add_flag("--json", options.json, "one JSON object a line");
    app.add_option("--cells", options.cells, "numbers of cells")->delimiter(',');
    app.add_option("--genes", options.genes, "genes");
    app.add_option("--distinct", options.distinct, "cells that are simulated");
    app.add_option("--queries", options.queries, "random genes");
    app.add_option("--folder", options.folder, "where files go; by default a temporary folder");
    app.add_option("--file", options.file, "a file to measure instead, its X a CSR");
    app.add_option("--step", options.step,
                   "make, open, scan, first, index, query or cancel alone; needs --file");
    app.add_flag("--keep", options.keep, "leave the files");
    app.add_flag("!--no-peer", options.peer, "without h5py");
    CLI11_PARSE(app, argc, argv);
    try {
        if (!options.step.empty()) return run_step(options);
        const bool own_folder = options.folder.empty();
        if (own_folder) {
            std::string name = (fs::temp_directory_path() / "bench_data_XXXXXX").string();
            if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
            options.folder = name;
        }
        fs::create_directories(options.folder);
        if (!options.file.empty()) options.cells = {0};
        const std::string program = fs::read_symlink("/proc/self/exe").string();
        for (const std::size_t cells : options.cells) {
            const std::string made = (fs::path(options.folder) / (std::to_string(cells) + ".h5ad")).string();
            run_all(options, program, options.file.empty() ? made : options.file, cells);
            if (options.keep) continue;
            fs::remove_all(options.cache());
            if (options.file.empty()) fs::remove(made);
        }
        if (own_folder && !options.keep) fs::remove_all(options.folder);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
