// The real engine: Torch's module, principal components and UMAP.
#include <algorithm>
#include <numeric>

#include "core/base/random.h"
#include "core/embed/pca.h"
#include "core/embed/umap.h"
#include "ui/session/engine.h"

namespace regulus {

namespace {

constexpr std::size_t most_genes = 2000;
constexpr std::size_t most_fitted_cells = 100000;  // more do not move the leading components
constexpr std::size_t components = 30;

// The genes whose log-normalised values vary most, as scanpy's PCA on all genes would weigh them.
std::vector<std::uint32_t> variableGenes(const MatrixSource& expression, Job& job) {
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

Matrix leadingComponents(const MatrixSource& expression, std::uint64_t seed, Job& job) {
    PartJob first(job, 0, 0.3), second(job, 0.3, 0.7), third(job, 0.7, 1);
    const std::vector<std::uint32_t> genes = variableGenes(expression, first);
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

Matrix layOut(const Matrix& points, const EmbeddingRequest& request, Job& job) {
    UmapOptions options;
    options.neighbors = static_cast<std::size_t>(std::max(2, request.neighbours));
    options.min_dist = request.minDist;
    options.dimensions = static_cast<std::size_t>(request.dimensions);
    options.seed = request.seed;
    // The model's classifier looks at directions; so does what is kept together.
    options.metric = request.from == EmbeddingRequest::From::Model ? Metric::Cosine : Metric::Euclidean;
    PartJob first(job, 0, 0.3), second(job, 0.3, 1);
    Umap umap(points, options, first);
    umap.run_until(umap.epochs(), second);
    return umap.coordinates();
}

}  // namespace

Engine Engine::standard() {
    Engine engine;
    engine.trainer = &Trainer::create;
    engine.finish = &finish_training;
    engine.predictor = &Predictor::create;
    engine.regulons = [](Predictor& predictor, const ModelInput& input, std::span<const std::uint32_t> rows,
                         Job& job) {
        return regulon_attention(predictor, *input.expression, input.match, rows, {}, job);
    };
    engine.components = leadingComponents;
    engine.umap = layOut;
    return engine;
}

}  // namespace regulus
