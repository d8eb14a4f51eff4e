// Prediction of simulated cells: seconds by form of the model, number of cells and device, beside one pass
// over the same cells, the same network in PyTorch by hand and, for regulons, the sparse products alone. With
// one cell of a model that reads regulons, all that the window shows of it: reading every TF and cutting each
// in turn.
//
//   bench_inference [--cells N...] [--genes N] [--form F...] [--device D...] [--limit SECONDS]
//                   [--memory GB] [--python PROGRAM] [--json]
//
//   bench_inference --data FILE --model FILE [--limit SECONDS] [--memory GB] [--json]
//
// The second form reads the cells of a file, and then predicts them.
//
// What takes longer than the limit is stopped, and its length computed from how far it came. Beyond 20,000
// cells the same ones come again; the model is made on those 20,000.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/model/device.h"
#include "core/model/predictor.h"
#include "core/workflow/apply_model.h"
#include "core/workflow/tf_reading.h"
#include "tests/bench/model_bench.h"

namespace {

using namespace regulus;
using namespace regulus::bench;
using nlohmann::json;

std::shared_ptr<const ModelFile> bench_model(const BenchCells& cells, const std::string& form,
                                             std::size_t genes) {
    Job quiet;
    const auto trainer =
        Trainer::create(bench_input(cells, cells.expression.rows), bench_options(form, genes), quiet);
    return std::make_shared<const ModelFile>(trainer->best());
}

// Median of 21: attention, activity, mRNA and the effect of cutting, of every TF in one cell.
double milliseconds_of_a_cell(const ModelFile& model, const MatrixSource& expression,
                              const std::vector<std::string>& genes) {
    const TfReader reader = model_tf_reader(model, match_genes(model, genes), genes.size());
    std::vector<double> seconds;
    for (std::uint32_t cell = 0; cell < 21; ++cell) {
        const auto start = std::chrono::steady_clock::now();
        Job quiet;
        read_tfs(reader, expression, std::span(&cell, 1), quiet, [](std::size_t, const TfReadings&) {});
        seconds.push_back(seconds_since(start));
    }
    std::ranges::nth_element(seconds, seconds.begin() + 10);
    return 1e3 * seconds[10];
}

double pass_over(const MatrixSource& expression) {
    const auto start = std::chrono::steady_clock::now();
    std::size_t stored = 0;
    for (std::size_t begin = 0; begin < expression.cells(); begin += expression.preferred_block())
        stored += expression.block(begin, std::min(expression.cells(), begin + expression.preferred_block()))
                      .stored();
    if (stored == 0) std::puts("");  // so that it is read
    return seconds_since(start);
}

json measure(const std::shared_ptr<const ModelFile>& model, const MatrixSource& expression,
             const std::vector<std::string>& genes, double limit) {
    const auto predictor = Predictor::create(model);
    std::vector<std::uint32_t> rows(expression.cells());
    std::iota(rows.begin(), rows.end(), 0U);
    TimedJob job(limit);
    try {
        static_cast<void>(predictor->predict(expression, match_genes(*model, genes), rows, job));
        job.done();
    } catch (const Cancelled&) {
    }
    return {{"bench", "inference"},
            {"cells", rows.size()},
            {"genes", model->genes.size()},
            {"edges", model->mask.edges()},
            {"device_name", predictor->device()},
            {"predict_s", job.whole()},
            {"whole", job.complete()},
            {"cells_per_s", static_cast<double>(rows.size()) / job.whole()},
            {"peak_mb", peak_memory_mb()}};
}

// Beside what others take for the same cells; for many cells from some of them.
void compare(json& result, const ModelFile& model, const RepeatedCells& expression,
             const std::vector<std::string>& genes, const std::string& python) {
    constexpr std::size_t most = 20'000;
    const std::size_t cells = std::min(expression.cells(), most);
    const double share = static_cast<double>(expression.cells()) / static_cast<double>(cells);
    const double predicted = result["predict_s"];
    if (model.mask.mode != MaskMode::None && !python.empty()) {
        const double seconds = pytorch_seconds(python, model, cells).at("predict_s").get<double>() * share;
        result.update({{"pytorch_s", seconds}, {"pytorch_over_this", seconds / predicted}});
    }
    if (!model.reader) return;
    RegulonReader reader = model.reader->reader;
    const GeneMatch match = match_genes(model, genes);
    for (auto& gene : reader.genes) gene = match.columns[static_cast<std::size_t>(gene)];
    const double products = sparse_products(reader, expression.block(0, cells)) * share;
    result.update({{"products_s", products},
                   {"this_over_products", predicted / products},
                   {"one_cell_ms", milliseconds_of_a_cell(model, expression, genes)}});
}

json measure_file(const std::string& data, const std::string& model_file, double limit) {
    Job quiet;
    const auto model = std::make_shared<const ModelFile>(load_model(model_file));
    const auto dataset = read_dataset(data, {}, quiet);
    const ModelInput input = prepare_model(*dataset, *model);
    const double reading = pass_over(*input.expression);
    json result = measure(model, *input.expression, input.genes, limit);
    result.update({{"form", to_string(model->config.read)},
                   {"threads", thread_count()},
                   {"reading_s", reading},
                   {"over_reading", result["predict_s"].get<double>() / reading}});
    return result;
}

void print(const json& result, bool as_json) {
    if (as_json)
        std::puts(result.dump().c_str());
    else
        fmt::print("{} on {}: {} cells in {:.2f} s{}, {:.0f} cells/s; reading {:.2f} s\n",
                   result["form"].get<std::string>(), result["device_name"].get<std::string>(),
                   result["cells"].get<std::size_t>(), result["predict_s"].get<double>(),
                   result["whole"].get<bool>() ? "" : " (from a part)", result["cells_per_s"].get<double>(),
                   result["reading_s"].get<double>());
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Prediction, by form, cells and device");
    std::vector<std::size_t> sizes{1000, 10'000};
    std::vector<std::string> forms{"regulons", "genes"}, devices{"cpu"};
    std::size_t genes = 2000;
    double limit = 60;
    std::size_t memory = 0;
    std::string python = "/usr/bin/python3";
    bool as_json = false;
    std::string data, model_file;
    app.add_option("--data", data, "A file whose cells are read and predicted, instead of simulated ones");
    app.add_option("--model", model_file, "The model for it");
    app.add_option("--cells", sizes);
    app.add_option("--genes", genes);
    app.add_option("--form", forms);
    app.add_option("--device", devices);
    app.add_option("--limit", limit, "Seconds a prediction may take");
    app.add_option("--memory", memory, "GB that data may take, as regulus --memory");
    app.add_option("--python", python, "Python with PyTorch to compare with; empty: none");
    app.add_flag("--json", as_json);
    CLI11_PARSE(app, argc, argv);
    try {
        set_memory_ceiling(memory << 30U);
        if (!data.empty()) {
            print(measure_file(data, model_file, limit), as_json);
            return 0;
        }
        const BenchCells cells = bench_cells(*std::ranges::max_element(sizes), genes);
        const std::vector<std::string>& names = cells.simulation.dataset->assays.front().var->index;
        for (const std::string& form : forms) {
            set_device_choice(device_choice_from(devices.front()));
            const auto model = bench_model(cells, form, genes);
            for (const std::size_t size : sizes) {
                const RepeatedCells expression(cells.expression, size);
                const double reading = pass_over(expression);
                for (const std::string& device : devices) {
                    if (form == "regulons" && device != devices.front()) continue;  // on the CPU anyway
                    set_device_choice(device_choice_from(device));
                    json result = measure(model, expression, names, limit);
                    result.update({{"form", form},
                                   {"device", form == "regulons" ? "cpu" : device},
                                   {"threads", thread_count()},
                                   {"reading_s", reading},
                                   {"over_reading", result["predict_s"].get<double>() / reading}});
                    if (device == devices.front()) compare(result, *model, expression, names, python);
                    print(result, as_json);
                }
            }
        }
        return 0;
    } catch (const Error& e) {
        std::fprintf(stderr, "%s\n", e.what());
        return exit_code(e.kind());
    }
}
