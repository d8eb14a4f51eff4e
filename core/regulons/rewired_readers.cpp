#include "core/regulons/rewired_readers.h"

#include <algorithm>
#include <numeric>

#include "core/regulons/reader_basis.h"
#include "core/regulons/rewired_regulons.h"

namespace regulus {
namespace {

// Of the logarithm.
std::vector<double> mean_attention(const RegulonReader& reader, const MatrixSource& cells,
                                   std::span<const std::uint32_t> rows, Job& job) {
    std::vector<double> means(reader.tfs(), 0);
    read_regulons(reader, cells, rows, {}, job, [&](std::size_t, const Reading& reading) {
        for (std::size_t r = 0; r < reading.attention.rows; ++r) {
            for (std::size_t t = 0; t < means.size(); ++t)
                means[t] += log_ratio_to_uniform(reading.attention(r, t), means.size());
        }
    });
    for (double& mean : means) mean /= static_cast<double>(rows.size());
    return means;
}

// For each TF, in how many of the rewired but `left_out` it is at least `values`.
std::vector<std::int32_t> above_in(const std::vector<std::vector<double>>& rewired,
                                   const std::vector<double>& values, std::size_t left_out) {
    std::vector<std::int32_t> above(values.size(), 0);
    for (std::size_t r = 0; r < rewired.size(); ++r) {
        for (std::size_t t = 0; t < values.size() && r != left_out; ++t)
            above[t] += rewired[r][t] >= values[t] ? 1 : 0;
    }
    return above;
}

std::vector<std::size_t> largest(const std::vector<double>& values, std::size_t count) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
    order.resize(count);
    return order;
}

}  // namespace

std::vector<RegulonReader> rewired_readers(const MatrixSource& expression, const RegulonSet& regulons,
                                           const CellSet& cells, const ReaderOptions& options,
                                           std::size_t count, std::uint64_t seed, Job& job) {
    PartJob basing(job, 0, 0.3);
    ReaderOptions of_tokens = options;
    of_tokens.component_genes = 0;  // no components are taken
    const ReaderBasis basis = reader_basis(expression, regulons, cells, of_tokens, basing);
    RegulonReader like;
    like.genes.assign(basis.genes.begin(), basis.genes.end());
    like.heads = options.heads;
    like.mean = basis.pca.mean;
    like.scale = basis.pca.scale;
    like.center = basis.pca.center;
    const RegulonSet original = over_genes(regulons, basis.genes);
    std::vector<RegulonReader> readers;
    for (std::size_t i = 0; i < count; ++i) {
        job.checkpoint();
        job.progress(0.3 + 0.7 * static_cast<double>(i) / static_cast<double>(count), "rewired priors");
        RegulonReader& made = readers.emplace_back(like);
        made.regulons = rewired_regulons(original, seed + i);
        fill_evidence(made, basis.covariance, options, job);
    }
    return readers;
}

RewiredComparison compare_rewired(const RegulonReader& reader, std::span<const RegulonReader> rewired,
                                  const MatrixSource& expression, std::span<const std::uint32_t> rows,
                                  Job& job) {
    expression.prepare_blocks(job);
    const InMemoryMatrix cells(expression.rows(rows));
    std::vector<std::uint32_t> all(rows.size());
    std::iota(all.begin(), all.end(), 0U);
    std::vector<std::vector<double>> means;
    for (const RegulonReader& other : rewired) means.push_back(mean_attention(other, cells, all, job));
    RewiredComparison comparison;
    comparison.above = above_in(means, mean_attention(reader, cells, all, job), means.size());
    comparison.leading = std::min(comparison.leading, reader.tfs());
    for (std::size_t r = 0; r < means.size(); ++r) {
        const std::vector<std::int32_t> above = above_in(means, means[r], r);
        for (const std::size_t tf : largest(means[r], comparison.leading))
            comparison.leading_by_chance += above[tf] == 0 ? 1 : 0;
    }
    comparison.leading_by_chance /= static_cast<double>(means.size());
    return comparison;
}

}  // namespace regulus
