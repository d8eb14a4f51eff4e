#include "core/stats/control_genes.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <numeric>
#include <random>

namespace regulus {
namespace {

// Genes of each bin, in the order of the columns; bins in the order of expression, some perhaps empty.
std::vector<GeneColumns> binned(std::span<const double> means, std::size_t bins) {
    std::vector<double> sorted(means.begin(), means.end());
    std::ranges::sort(sorted);
    // Half to even, as numpy rounds.
    const auto items = static_cast<std::size_t>(
        std::nearbyint(static_cast<double>(means.size()) / static_cast<double>(bins - 1)));
    assert(items > 0);
    std::vector<GeneColumns> genes(means.size() / items + 1);
    for (std::size_t g = 0; g < means.size(); ++g) {
        const auto rank =
            static_cast<std::size_t>(std::ranges::lower_bound(sorted, means[g]) - sorted.begin()) + 1;
        genes[rank / items].push_back(static_cast<std::uint32_t>(g));
    }
    return genes;
}

// Below `most` + 1, by bits of the next number until they fit: numpy's random_interval().
std::size_t next_up_to(std::mt19937& random, std::size_t most) {
    const auto mask = static_cast<std::uint32_t>(std::bit_ceil(most + 1) - 1);
    for (;;)
        if (const std::size_t value = random() & mask; value <= most) return value;
}

GeneColumns drawn(GeneColumns genes, std::size_t size, std::mt19937& random) {
    if (size >= genes.size()) return genes;
    for (std::size_t i = genes.size() - 1; i > 0; --i) std::swap(genes[i], genes[next_up_to(random, i)]);
    genes.resize(size);
    return genes;
}

}  // namespace

std::vector<GeneColumns> control_genes(std::span<const double> means, std::span<const GeneColumns> sets,
                                       const ControlOptions& options) {
    assert(options.bins > 1);
    const std::vector<GeneColumns> bins = binned(means, options.bins);
    std::vector<std::size_t> bin_of(means.size());
    for (std::size_t b = 0; b < bins.size(); ++b)
        for (const std::uint32_t gene : bins[b]) bin_of[gene] = b;
    std::vector<GeneColumns> controls;
    for (const GeneColumns& set : sets) {
        std::vector<std::size_t> met;
        for (const std::uint32_t gene : set) met.push_back(bin_of[gene]);
        std::ranges::sort(met);
        met.erase(std::ranges::unique(met).begin(), met.end());
        std::mt19937 random(options.seed);
        GeneColumns made;
        for (const std::size_t bin : met)
            for (const std::uint32_t gene : drawn(bins[bin], options.size, random))
                if (!std::ranges::binary_search(set, gene)) made.push_back(gene);
        std::ranges::sort(made);
        controls.push_back(std::move(made));
    }
    return controls;
}

}  // namespace regulus
