// The regulon reader in closed form and its forward pass: seconds by stage over numbers of cells, beside one
// pass over the same cells and the sparse products alone.
//
//   bench_reader --data FILE.h5ad --prior FILE [--cells N...] [--json]
//
// Cells beyond those of the file are the file's again.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "core/base/memory.h"
#include "core/data/normalise.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/io/prior/prior_starter.h"
#include "core/workflow/model_results.h"
#include "core/workflow/regulon_input.h"
#include "core/workflow/tf_reading.h"
#include "tests/bench/model_bench.h"

namespace {

using namespace regulus;
using Clock = std::chrono::steady_clock;

using bench::seconds_since;

// Adds up the time between one word of progress and the next.
class StageTimes final : public Job {
  public:
    void progress(double /*fraction*/, std::string_view stage) override {
        end();
        m_stage = stage;
    }
    void end() {
        if (!m_stage.empty()) m_seconds[m_stage] += seconds_since(m_last);
        m_stage.clear();
        m_last = Clock::now();
    }
    const std::map<std::string, double>& seconds() const { return m_seconds; }

  private:
    std::string m_stage;
    Clock::time_point m_last = Clock::now();
    std::map<std::string, double> m_seconds;
};

CsrMatrix repeated(const CsrMatrix& cells, std::size_t count) {
    CsrMatrix result;
    result.cols = cells.cols;
    for (std::size_t c = 0; c < count; ++c)
        result.push_row(cells.row_columns(c % cells.rows), cells.row_values(c % cells.rows));
    return result;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Regulon reader: closed form and forward pass");
    std::string data, prior_path;
    std::vector<std::size_t> sizes;
    bool json = false;
    app.add_option("--data", data)->required();
    app.add_option("--prior", prior_path)->required();
    app.add_option("--cells", sizes, "Numbers of cells (default: those of the file)");
    app.add_flag("--json", json);
    CLI11_PARSE(app, argc, argv);
    Job quiet;
    const auto dataset = read_dataset(data, {}, quiet);
    const RegulatoryNetwork prior = open_prior(prior_path, PriorOptions{}, quiet);
    const RegulonInput input = prepare_regulons(*dataset, prior, {});
    const CsrMatrix original = input.expression->block(0, dataset->cells());
    if (sizes.empty()) sizes.push_back(dataset->cells());
    for (const std::size_t size : sizes) {
        const InMemoryMatrix cells(repeated(original, size));
        StageTimes stages;
        const auto start = Clock::now();
        const TfReader reader = make_prior_reader(cells, input.genes, prior, {}, stages);
        stages.end();
        const double made = seconds_since(start);
        const auto rows = all_cells(size);
        const auto reading_start = Clock::now();
        double attended = 0;
        read_regulons(reader.reader, cells, rows, {}, quiet, [&](std::size_t, const Reading& reading) {
            attended += static_cast<double>(reading.attention.values.front());
        });
        const double read = seconds_since(reading_start);
        const double products = bench::sparse_products(reader.reader, cells.block(0, size));
        nlohmann::json result{{"cells", size},
                              {"tfs", reader.regulons.count()},
                              {"edges", reader.reader.regulons.edges()},
                              {"genes", reader.reader.genes.size()},
                              {"closed_form_s", made},
                              {"stages", stages.seconds()},
                              {"read_s", read},
                              {"sparse_products_s", products},
                              {"read_over_products", read / products},
                              {"peak_mb", peak_memory_mb()}};
        if (json) {
            std::puts(result.dump().c_str());
        } else {
            fmt::print("{} cells, {} TFs, {} edges: closed form {:.2f} s", size, reader.regulons.count(),
                       reader.reader.regulons.edges(), made);
            for (const auto& [stage, seconds] : stages.seconds()) fmt::print(", {} {:.2f}", stage, seconds);
            fmt::print("; reading {:.3f} s, {:.1f} times the sparse products alone; {:.0f} MB at most\n",
                       read, read / products, peak_memory_mb());
        }
    }
    return 0;
}
