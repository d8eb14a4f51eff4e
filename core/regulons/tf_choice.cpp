#include "core/regulons/tf_choice.h"

#include <algorithm>
#include <numeric>

#include "core/base/parallel.h"
#include "core/regulons/reader_basis.h"

namespace regulus {

std::vector<std::size_t> places_of_largest(const std::vector<double>& values, std::size_t count) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
    order.resize(std::min(order.size(), count));
    std::ranges::sort(order);
    return order;
}

std::vector<double> common_variances(const MatrixSource& expression, const RegulonSet& regulons,
                                     const CellSet& cells, const ReaderOptions& options, Job& job,
                                     const CellShare& share) {
    ReaderOptions of_edges = options;
    of_edges.heads = 0;  // no room for a regression, and no genes but those with an edge
    of_edges.component_genes = 0;
    const ReaderBasis basis = reader_basis(expression, regulons, cells, of_edges, job, share);
    const RegulonSet over = over_genes(regulons, basis.genes);
    std::vector<double> variances(over.count(), 0);
    parallel_for(over.count(), 1, [&](std::size_t begin, std::size_t end) {
        job.checkpoint();
        for (std::size_t t = begin; t < end; ++t) {
            const auto targets = over.targets_of(t);
            const auto weights = over.weights_of(t);
            double sum = 0;
            for (std::size_t i = 0; i < targets.size(); ++i) {
                const auto gene = static_cast<std::size_t>(targets[i]);
                const double sign = weights[i] < 0 ? -1 : 1;
                sum += basis.covariance(gene, gene);
                for (std::size_t j = 0; j < i; ++j)
                    sum += 2 * sign * (weights[j] < 0 ? -1 : 1) *
                           basis.covariance(static_cast<std::size_t>(targets[j]), gene);
            }
            variances[t] = sum / static_cast<double>(std::max<std::size_t>(targets.size(), 1));
        }
    });
    return variances;
}

RegulonSet some_tfs(const RegulonSet& regulons, const std::vector<std::size_t>& places) {
    RegulonSet some;
    some.genes = regulons.genes;
    for (const std::size_t t : places) {
        some.tfs.push_back(regulons.tfs[t]);
        some.own.push_back(regulons.own[t]);
        const auto targets = regulons.targets_of(t);
        const auto weights = regulons.weights_of(t);
        some.targets.insert(some.targets.end(), targets.begin(), targets.end());
        some.weights.insert(some.weights.end(), weights.begin(), weights.end());
        some.offsets.push_back(static_cast<std::int64_t>(some.targets.size()));
    }
    return some;
}

}  // namespace regulus
