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
#include "core/base/parallel.h"
#include "core/data/normalise.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/io/prior/prior_starter.h"
#include "core/workflow/model_results.h"
#include "core/workflow/regulon_input.h"
#include "core/workflow/tf_reading.h"

namespace {

using namespace regulus;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

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

// The work of the evidence that cannot be avoided: one product per edge of an expressed gene and head.
double sparse_products(const RegulonReader& reader, const CsrMatrix& cells, std::size_t columns) {
    const EdgesByGene edges = edges_by_gene(reader.regulons);
    std::vector<std::int32_t> token(columns, -1);
    for (std::size_t g = 0; g < reader.genes.size(); ++g)
        token[reader.genes[g]] = static_cast<std::int32_t>(g);
    const auto start = Clock::now();
    parallel_for(cells.rows, 64, [&](std::size_t begin, std::size_t end) {
        std::vector<float> evidence(reader.tfs() * reader.heads);
        for (std::size_t r = begin; r < end; ++r) {
            std::fill(evidence.begin(), evidence.end(), 0.0F);
            const auto at = cells.row_columns(r);
            for (std::size_t i = 0; i < at.size(); ++i) {
                const std::int32_t g = token[static_cast<std::size_t>(at[i])];
                if (g < 0) continue;
                for (auto e = edges.offsets[static_cast<std::size_t>(g)];
                     e < edges.offsets[static_cast<std::size_t>(g) + 1]; ++e) {
                    const auto edge = static_cast<std::size_t>(edges.edges[static_cast<std::size_t>(e)]);
                    const auto tf = static_cast<std::size_t>(edges.tfs[static_cast<std::size_t>(e)]);
                    for (std::size_t h = 0; h < reader.heads; ++h)
                        evidence[tf * reader.heads + h] +=
                            cells.row_values(r)[i] * reader.weights[edge * reader.heads + h];
                }
            }
            if (evidence[0] == 12345.0F) std::puts("");  // so that it is computed
        }
    });
    return seconds_since(start);
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
        const double products = sparse_products(reader.reader, cells.block(0, size), cells.genes());
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
