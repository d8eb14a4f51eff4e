#include "tests/bench/model_bench.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <numeric>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/data/normalise.h"
#include "core/workflow/labels.h"

namespace regulus::bench {
namespace {

constexpr std::size_t most_simulated = 20'000, most_labelled = 10'000;

}  // namespace

CsrMatrix RepeatedCells::block(std::size_t begin, std::size_t end) const {
    std::vector<std::uint32_t> which(end - begin);
    std::iota(which.begin(), which.end(), static_cast<std::uint32_t>(begin));
    return rows(which);
}

CsrMatrix RepeatedCells::rows(std::span<const std::uint32_t> which) const {
    CsrMatrix block;
    block.cols = m_original.cols;
    for (const std::uint32_t cell : which) {
        const std::size_t row = cell % m_original.rows;
        block.push_row(m_original.row_columns(row), m_original.row_values(row));
    }
    return block;
}

BenchCells bench_cells(std::size_t cells, std::size_t genes) {
    SimulationOptions options;
    options.cells = std::min(cells, most_simulated);
    options.genes = genes;
    options.tfs = std::max<std::size_t>(6, genes / 25);
    Job job;
    BenchCells result{simulate(options, job), {}};
    const auto expression = log_normalised(result.simulation.dataset->assays.front());
    result.expression = expression->block(0, expression->cells());
    return result;
}

TrainingInput bench_input(const BenchCells& cells, std::size_t count) {
    const Labels labels = read_labels(cells.simulation.dataset->obs, "cell_type");
    TrainingInput input;
    input.expression = std::make_shared<RepeatedCells>(cells.expression, count);
    input.genes = cells.simulation.dataset->assays.front().var->index;
    input.classes = labels.classes;
    input.prior = cells.simulation.prior;
    input.train = input.validation = input.test = CellSet(count);
    const std::size_t learned = std::min(count * 8 / 10, most_labelled);
    for (std::size_t cell = 0; cell < count; ++cell) {
        input.labels.push_back(labels.codes[cell % labels.codes.size()]);
        if (cell < learned)
            input.train.insert(cell);
        else if (cell < learned + learned / 10)
            input.validation.insert(cell);
    }
    return input;
}

TrainingOptions bench_options(const std::string& form, std::size_t genes) {
    if (form == "regulons") return options_for(Preset::Standard);
    TrainingOptions options = options_for(Preset::Standard, ReadMode::Genes);
    options.max_genes = genes;
    options.pretraining_epochs = options.epochs = 1;
    if (form == "none")
        options.model.mask = MaskMode::None;
    else if (form != "genes")
        throw Error(ErrorKind::Usage, "Unknown form '" + form + "'", {}, "Use regulons, genes or none");
    return options;
}

double sparse_products(const RegulonReader& reader, const CsrMatrix& cells) {
    const EdgesByGene edges = edges_by_gene(reader.regulons);
    std::vector<std::int32_t> token(cells.cols, -1);
    for (std::size_t g = 0; g < reader.genes.size(); ++g)
        token[reader.genes[g]] = static_cast<std::int32_t>(g);
    const auto start = std::chrono::steady_clock::now();
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

nlohmann::json pytorch_seconds(const std::string& python, const ModelFile& model, std::size_t cells) {
    const std::string file =
        (std::filesystem::temp_directory_path() / fmt::format("regulus-bench-{}.safetensors", ::getpid()))
            .string();
    save_model(model, file);
    // A tenth of the batches is enough to know the speed.
    const std::string command =
        fmt::format("'{}' '{}' '{}' --cells {} --threads {} --steps {}", python, REGULUS_PYTORCH_MODEL, file,
                    cells, thread_count(), std::clamp<std::size_t>(cells / 640, 3, 20));
    FILE* const pipe = ::popen(command.c_str(), "r");
    std::string text(4096, '\0');
    text.resize(pipe == nullptr ? 0 : std::fread(text.data(), 1, text.size(), pipe));
    const int status = pipe == nullptr ? -1 : ::pclose(pipe);
    std::filesystem::remove(file);
    if (status != 0) throw Error(ErrorKind::Internal, "PyTorch could not be measured", command);
    return nlohmann::json::parse(text);
}

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void TimedJob::progress(double fraction, std::string_view) {
    m_fraction = fraction;
    m_seconds = seconds_since(m_start);
}

void TimedJob::done() {
    progress(1, {});
    m_done = true;
}

}  // namespace regulus::bench
