// Genes that a set of genes is measured against: of about the same mean expression, drawn at random. As
// scanpy's score_genes() has them since version 1.9, after Tirosh et al., Science 352 (2016), 189.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace regulus {

using GeneColumns = std::vector<std::uint32_t>;  // of a matrix: ascending, each once

struct ControlOptions {
    std::size_t size = 50;  // drawn from each bin
    std::size_t bins = 25;  // about one more than there are of equally many genes
    std::uint32_t seed = 0;
};

// The controls of each set. Genes are binned by the rank of their means, ties having the lowest; from each
// bin that has a gene of the set `size` genes are drawn, and those of the set left out. The draw starts anew
// for every set and is that of numpy's RandomState(seed), as pandas' sample() asks it: with the seed 0 the
// genes are those of scanpy. `means`: one a gene, finite, more than half as many as bins.
std::vector<GeneColumns> control_genes(std::span<const double> means, std::span<const GeneColumns> sets,
                                       const ControlOptions& options);

}  // namespace regulus
