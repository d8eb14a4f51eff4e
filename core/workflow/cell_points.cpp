#include "core/workflow/cell_points.h"

#include <algorithm>
#include <numeric>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/embed/pca.h"
#include "core/workflow/apply_model.h"
#include "core/workflow/learning_assay.h"

namespace regulus {
namespace {

constexpr std::size_t most_genes = 2000;
constexpr std::size_t most_fitted_cells = 100000;
constexpr std::size_t components = 30;

// The genes whose log-normalised values vary most.
std::vector<std::uint32_t> variable_genes(const MatrixSource& expression, Job& job) {
    const std::size_t genes = expression.genes(), cells = expression.cells(),
                      step = expression.preferred_block();
    std::vector<double> sum(genes), squares(genes), variance(genes);
    for (std::size_t begin = 0; begin < cells; begin += step) {
        job.checkpoint();
        job.progress(static_cast<double>(begin) / static_cast<double>(cells), "finding variable genes");
        const CsrMatrix block = expression.block(begin, std::min(cells, begin + step));
        for (std::size_t i = 0; i < block.stored(); ++i) {
            const auto gene = static_cast<std::size_t>(block.columns[i]);
            const auto value = static_cast<double>(block.values[i]);
            sum[gene] += value;
            squares[gene] += value * value;
        }
    }
    const auto n = static_cast<double>(std::max<std::size_t>(1, cells));
    for (std::size_t g = 0; g < genes; ++g) variance[g] = squares[g] / n - sum[g] / n * (sum[g] / n);
    std::vector<std::uint32_t> order(genes);
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, std::greater{}, [&](std::uint32_t g) { return variance[g]; });
    if (order.size() > most_genes) order.resize(most_genes);
    std::erase_if(order, [&](std::uint32_t g) { return !(variance[g] > 0); });
    std::ranges::sort(order);
    return order;
}

}  // namespace

Matrix leading_components(const MatrixSource& expression, std::uint64_t seed, Job& job) {
    PartJob first(job, 0, 0.3), second(job, 0.3, 0.7), third(job, 0.7, 1);
    const std::vector<std::uint32_t> genes = variable_genes(expression, first);
    const std::size_t cells = expression.cells();
    CellSet fitted = CellSet::all(cells);
    if (cells > most_fitted_cells) {
        std::vector<std::uint32_t> rows = fitted.rows();
        Random random(seed);
        random.shuffle(std::span(rows));
        rows.resize(most_fitted_cells);
        fitted = CellSet::of(cells, rows);
    }
    PcaOptions options;
    options.components = components;
    return pca_scores(fit_pca(expression, genes, fitted, options, second), expression, third);
}

CellPoints cell_points(const Dataset& dataset, std::shared_ptr<const ModelFile> model,
                       const GeneRequest& genes, std::uint64_t seed, Job& job) {
    // Fewer have no neighbours to speak of.
    if (dataset.cells() < 4) {
        throw Error(ErrorKind::Data, "Neighbours can be found among at least 4 cells, and the dataset has " +
                                         std::to_string(dataset.cells()));
    }
    CellPoints cells;
    if (model) {
        ModelInput input = prepare_model(dataset, *model, genes);
        const std::vector<std::uint32_t> rows = CellSet::all(dataset.cells()).rows();
        cells.points = Predictor::create(model)->predict(*input.expression, input.match, rows, job).embedding;
        cells.warnings = std::move(input.warnings);
        cells.values = std::move(input.values);
        cells.metric = Metric::Cosine;
        return cells;
    }
    const Assay& assay = mapping_assay(dataset);
    cells.values = values_used(assay);
    if (assay.kind != ValueKind::Scaled) {
        if (auto note = values_warning(assay); !note.empty()) cells.warnings.push_back(std::move(note));
    }
    cells.points = leading_components(*mapping_values(dataset), seed, job);
    return cells;
}

}  // namespace regulus
