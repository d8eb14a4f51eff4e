// Markers of all groups: seconds, memory, time to the first rows and how soon a cancel is heard.
//
//   bench_compare --make FILE.h5ad --cells N [--genes 2000] [--groups 10] [--distinct N]
//   bench_compare --data FILE.h5ad --group-by COLUMN [--memory-only] [--index] [--memory BYTES]
//                 [--export FOLDER] [--cancels] [--json]
//
// --memory-only: the values in memory first, and the tests alone timed, as other programs are that begin with
// a matrix. --export: those values for run_presto.R and run_scipy.py beside this file.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string>
#include <thread>

#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/workflow/compare_groups.h"
#include "tests/bench/large_file.h"

namespace {

using namespace regulus;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

template <class T>
void write_raw(const std::string& path, const std::vector<T>& values) {
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(values.data()),
               static_cast<std::streamsize>(values.size() * sizeof(T)));
}

void write_values(const std::string& folder, const CsrMatrix& m, const std::vector<std::int32_t>& codes) {
    std::filesystem::create_directories(folder);
    write_raw(folder + "/offsets", std::vector<double>(m.offsets.begin(), m.offsets.end()));
    write_raw(folder + "/columns", m.columns);
    write_raw(folder + "/values", m.values);
    write_raw(folder + "/codes", codes);
    std::ofstream(folder + "/genes") << m.cols << "\n";
}

CsrMatrix all_values(const MatrixSource& source) {
    CsrMatrix all;
    all.cols = source.genes();
    for (std::size_t begin = 0; begin < source.cells(); begin += source.preferred_block()) {
        const CsrMatrix part =
            source.block(begin, std::min(source.cells(), begin + source.preferred_block()));
        for (std::size_t r = 0; r < part.rows; ++r)
            all.offsets.push_back(all.offsets.back() + part.offsets[r + 1] - part.offsets[r]);
        all.columns.insert(all.columns.end(), part.columns.begin(), part.columns.end());
        all.values.insert(all.values.end(), part.values.begin(), part.values.end());
        all.rows += part.rows;
    }
    return all;
}

// As the window asks.
ComparisonOptions told(std::function<void(GroupComparison)> so_far) {
    ComparisonOptions options;
    options.so_far = std::move(so_far);
    return options;
}

// The longest that a cancel took to be heard, of cancels spread over the run.
double slowest_cancel(const ComparedValues& values, const CellGroups& groups, const Table& obs,
                      double whole) {
    double slowest = 0;
    constexpr int tries = 8;
    for (int i = 0; i < tries; ++i) {
        Job job;
        std::atomic<bool> ended{false};
        Clock::time_point asked;
        std::thread other([&] {
            std::this_thread::sleep_for(std::chrono::duration<double>(whole * (i + 0.5) / tries));
            asked = Clock::now();
            job.cancel();
        });
        bool cancelled = false;
        try {
            compare_cells(values, groups, obs, nullptr, told([](const GroupComparison&) {}), job);
        } catch (const Cancelled&) {
            cancelled = true;
        }
        const auto heard = Clock::now();
        other.join();
        if (cancelled) slowest = std::max(slowest, std::chrono::duration<double>(heard - asked).count());
    }
    return slowest;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Markers of all groups");
    std::string make, data, column = "cell_type", folder;
    std::size_t cells = 1'000'000, genes = 2000, groups = 10, distinct = 50'000;
    int threads = 0;
    std::size_t memory = 0;
    double seen = 0.1;  // of the molecules of deep cells: 5 to 10 % of values are then above 0
    bool json = false, memory_only = false, index = false, cancels = false;
    app.add_option("--make", make);
    app.add_option("--cells", cells);
    app.add_option("--genes", genes);
    app.add_option("--groups", groups);
    app.add_option("--distinct", distinct);
    app.add_option("--seen", seen);
    app.add_option("--data", data);
    app.add_option("--group-by", column);
    app.add_option("--export", folder);
    app.add_option("--threads", threads);
    app.add_option("--memory", memory, "As of the program");
    app.add_flag("--memory-only", memory_only);
    app.add_flag("--index", index, "The index by gene first, which is not timed");
    app.add_flag("--cancels", cancels, "Also how soon a cancel is heard");
    app.add_flag("--json", json);
    CLI11_PARSE(app, argc, argv);
    set_thread_count(threads);
    set_memory_ceiling(memory);
    if (!make.empty()) {
        const auto made = bench::write_large_file(make, cells, genes, distinct, groups, seen);
        fmt::print("{} cells, {:.1f} % of values above 0\n", made.cells,
                   100.0 * static_cast<double>(made.values) / static_cast<double>(cells * genes));
        return 0;
    }
    Job quiet;
    const auto opening = Clock::now();
    const auto dataset = read_dataset(data, {}, quiet);
    ComparedValues values = compared_genes(*dataset, {}, {});
    const double opened = seconds_since(opening);
    std::vector<std::uint32_t> rows(dataset->cells());
    std::iota(rows.begin(), rows.end(), 0U);
    const CellGroups chosen = groups_of_column(dataset->obs, column, rows);
    if (index) (void)values.matrix->prepare(quiet);
    if (memory_only || !folder.empty()) {
        CsrMatrix all = all_values(*values.matrix);
        if (!folder.empty()) write_values(folder, all, chosen.codes);
        values.matrix = std::make_shared<InMemoryMatrix>(std::move(all));
    }
    const double before_mb = peak_memory_mb();
    double first = -1;
    std::size_t sampled = 0;
    const std::clock_t processor = std::clock();
    const auto start = Clock::now();
    const GroupComparison made =
        compare_cells(values, chosen, dataset->obs, nullptr, told([&](const GroupComparison& part) {
                          if (first >= 0) return;
                          first = seconds_since(start);
                          sampled = part.sampled;
                      }),
                      quiet);
    const double whole = seconds_since(start);
    const double worked = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
    nlohmann::json result{
        {"data", std::filesystem::path(data).filename().string()},
        {"cells", dataset->cells()},
        {"genes", made.tests.genes},
        {"groups", made.tests.groups},
        {"threads", thread_count()},
        {"in_memory", memory_only},
        {"indexed", values.matrix->fast_genes()},
        {"open_s", opened},
        {"first_rows_s", first},
        {"first_rows_cells", sampled},  // that the numbers are of; 0: of all
        {"markers_s", whole},
        {"processor_s", worked},  // of all threads: what other work beside it does not change
        {"peak_before_mb", before_mb},
        {"peak_mb", peak_memory_mb()}};
    if (cancels) result["slowest_cancel_ms"] = 1000 * slowest_cancel(values, chosen, dataset->obs, whole);
    if (json)
        std::puts(result.dump().c_str());
    else
        fmt::print("{} cells × {} genes × {} groups: {:.2f} s, first rows {:.2f} s, {:.0f} MB at most\n",
                   dataset->cells(), made.tests.genes, made.tests.groups, whole, first, peak_memory_mb());
    return 0;
}
