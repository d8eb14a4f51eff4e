#include "core/workflow/cell_components.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "core/base/random.h"
#include "core/workflow/gene_components.h"

namespace regulus {
namespace {

constexpr std::size_t most_fitted_cells = 100'000;

// Of every gene, by n, over the cells of all ranks.
std::vector<double> variances(const MatrixSource& expression, Job& job, const CellShare& share) {
    const std::size_t genes = expression.genes(), cells = expression.cells(), first = share.begin(),
                      last = share.end(cells), step = expression.preferred_block();
    std::vector<double> sum(genes), squares(genes), variance(genes);
    expression.prepare_blocks(job);
    for (std::size_t begin = first; begin < last; begin += step) {
        job.checkpoint();
        job.progress(static_cast<double>(begin - first) / static_cast<double>(last - first),
                     "finding variable genes");
        const CsrMatrix block = expression.block(begin, std::min(last, begin + step));
        for (std::size_t i = 0; i < block.stored(); ++i) {
            const auto gene = static_cast<std::size_t>(block.columns[i]);
            const auto value = static_cast<double>(block.values[i]);
            sum[gene] += value;
            squares[gene] += value * value;
        }
    }
    share.ranks().sum(std::span(sum));
    share.ranks().sum(std::span(squares));
    const auto n = static_cast<double>(std::max<std::size_t>(1, cells));
    for (std::size_t g = 0; g < genes; ++g) variance[g] = squares[g] / n - sum[g] / n * (sum[g] / n);
    return variance;
}

CellSet fitted_cells(std::size_t cells, std::uint64_t seed) {
    CellSet all = CellSet::all(cells);
    if (cells <= most_fitted_cells) return all;
    std::vector<std::uint32_t> rows = all.rows();
    Random random(seed);
    random.shuffle(std::span(rows));
    rows.resize(most_fitted_cells);
    return CellSet::of(cells, rows);
}

}  // namespace

std::vector<std::uint32_t> variable_genes(const MatrixSource& expression, std::size_t most, Job& job,
                                          const CellShare& share) {
    const std::vector<double> variance = variances(expression, job, share);
    std::vector<std::uint32_t> order(variance.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, std::greater{}, [&](std::uint32_t g) { return variance[g]; });
    if (order.size() > most) order.resize(most);
    std::erase_if(order, [&](std::uint32_t g) { return !(variance[g] > 0); });
    std::ranges::sort(order);
    return order;
}

CellComponents components_of_genes(const MatrixSource& expression, std::span<const std::uint32_t> genes,
                                   const ComponentOptions& options, Job& job, const CellShare& share) {
    PartJob first(job, 0, 0.6), second(job, 0.6, 1);
    const std::size_t cells = expression.cells();
    CellComponents found;
    PcaOptions wanted;
    wanted.components = options.components;
    found.pca = fit_pca(expression, genes, share.own(fitted_cells(cells, options.seed)), wanted, first,
                        share.ranks());
    std::vector<std::uint32_t> own(share.end(cells) - share.begin());
    std::iota(own.begin(), own.end(), static_cast<std::uint32_t>(share.begin()));
    found.scores = pca_scores(found.pca, expression, own, second);
    return found;
}

CellComponents cell_components(const MatrixSource& expression, const ComponentOptions& options, Job& job,
                               const CellShare& share) {
    PartJob first(job, 0, 0.3), second(job, 0.3, 1);
    const std::vector<std::uint32_t> genes = variable_genes(expression, options.genes, first, share);
    return components_of_genes(expression, genes, options, second, share);
}

Matrix leading_components(const MatrixSource& expression, const ComponentOptions& options, Job& job) {
    return cell_components(expression, options, job).scores;
}

}  // namespace regulus
