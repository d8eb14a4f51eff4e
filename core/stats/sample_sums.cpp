#include "core/stats/sample_sums.h"

#include <cassert>
#include <cmath>
#include <string>

#include "core/base/error.h"
#include "core/stats/block_pass.h"

namespace regulus {
namespace {

[[noreturn]] void refuse(std::size_t gene) {
    throw Error(ErrorKind::Data, "Sums of counts need finite values of 0 or more",
                "gene " + std::to_string(gene + 1), "Choose counts with --assay");
}

}  // namespace

BulkCounts sample_sums(const MatrixSource& counts, std::span<const std::int32_t> samples, std::size_t count,
                       Job& job) {
    assert(samples.size() == counts.cells());
    BulkCounts sums{count, counts.genes(), std::vector<double>(count * counts.genes(), 0)};
    for_each_block(counts, "adding up donors", job, [&](const CsrMatrix& block, std::size_t first) {
        for_gene_parts(sums.genes, [&](std::size_t begin, std::size_t end) {
            for (std::size_t r = 0; r < block.rows; ++r) {
                if (samples[first + r] < 0) continue;
                double* const sample =
                    &sums.counts[static_cast<std::size_t>(samples[first + r]) * sums.genes];
                const StoredRange range = stored_range(block, r, begin, end);
                for (std::size_t i = range.begin; i < range.end; ++i) {
                    const auto gene = static_cast<std::size_t>(block.columns[i]);
                    if (!(block.values[i] >= 0) || std::isinf(block.values[i])) refuse(gene);
                    sample[gene] += block.values[i];
                }
            }
        });
    });
    return sums;
}

}  // namespace regulus
