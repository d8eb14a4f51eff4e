// Counts of bulk samples (or of cells added up to samples): which genes have enough of them, and how samples
// compare in depth. As edgeR's filterByExpr and calcNormFactors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace regulus {

struct BulkCounts {
    std::size_t samples = 0, genes = 0;
    std::vector<double> counts;  // samples × genes

    std::span<const double> sample(std::size_t s) const { return {counts.data() + s * genes, genes}; }
    double at(std::size_t s, std::size_t g) const { return counts[s * genes + g]; }
};

// Sum of each sample over all genes.
std::vector<double> library_sizes(const BulkCounts& counts);

// Genes with 10 counts (per million: as many as 10 are in a sample of median depth) in about as many samples
// as the smallest group has, and 15 in all: Chen, Lun and Smyth, F1000Research 5 (2016), 1438. `groups`: one
// a sample. Every size must be above 0, here and below.
std::vector<std::uint32_t> genes_with_counts(const BulkCounts& counts, std::span<const double> sizes,
                                             std::span<const std::int32_t> groups);

// Trimmed means of M values: what sizes are multiplied by, with a geometric mean of 1. Robinson and Oshlack,
// Genome Biology 11 (2010), R25.
std::vector<double> tmm_factors(const BulkCounts& counts, std::span<const double> sizes);

// Those genes, in that order.
BulkCounts selected(const BulkCounts& counts, std::span<const std::uint32_t> genes);

}  // namespace regulus
