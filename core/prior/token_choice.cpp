#include "core/prior/token_choice.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/prior/gene_index.h"

namespace regulus {
namespace {

double expressed(double variability) {
    return std::isnan(variability) ? 0 : variability;
}

// Places of the most variable genes first; ties by place.
void sort_by_variability(std::vector<std::uint32_t>& places, std::span<const double> variability) {
    std::ranges::stable_sort(places, std::greater<>{},
                             [&](std::uint32_t g) { return expressed(variability[g]); });
}

class Chooser {
  public:
    Chooser(std::span<const PlacedEdge> edges, std::span<const double> variability,
            const TokenOptions& options)
        : m_edges(edges), m_variability(variability), m_options(options) {}

    // Of `candidates`, the TFs with enough targets among `kept`.
    std::vector<std::uint32_t> tfs_among(const std::vector<bool>& kept,
                                         std::span<const std::uint32_t> candidates) const {
        std::vector<std::size_t> targets(kept.size(), 0);
        for (const PlacedEdge& e : m_edges) {
            if (e.tf != e.target && kept[static_cast<std::size_t>(e.target)]) {
                ++targets[static_cast<std::size_t>(e.tf)];
            }
        }
        std::vector<std::uint32_t> tfs;
        for (const std::uint32_t g : candidates) {
            if (targets[g] >= m_options.min_targets && targets[g] > 0) tfs.push_back(g);
        }
        return tfs;
    }

    // The given TFs first, then their targets, then the rest, cut at max_genes.
    std::vector<std::uint32_t> fill(std::vector<std::uint32_t> tfs) const {
        const std::size_t genes = m_variability.size();
        const std::size_t limit = m_options.max_genes == 0 ? genes : std::min(genes, m_options.max_genes);
        std::vector<bool> is_tf(genes, false), is_target(genes, false);
        for (const std::uint32_t tf : tfs) is_tf[tf] = true;
        for (const PlacedEdge& e : m_edges) {
            if (is_tf[static_cast<std::size_t>(e.tf)]) is_target[static_cast<std::size_t>(e.target)] = true;
        }
        std::vector<std::uint32_t> targets, others;
        for (std::uint32_t g = 0; g < genes; ++g) {
            if (is_tf[g] || !(expressed(m_variability[g]) > 0)) continue;
            (is_target[g] ? targets : others).push_back(g);
        }
        sort_by_variability(targets, m_variability);
        sort_by_variability(others, m_variability);
        std::vector<std::uint32_t> tokens = std::move(tfs);
        for (const auto* group : {&targets, &others}) {
            for (const std::uint32_t g : *group) {
                if (tokens.size() >= limit) break;
                tokens.push_back(g);
            }
        }
        if (tokens.size() > limit) tokens.resize(limit);
        return tokens;
    }

  private:
    std::span<const PlacedEdge> m_edges;
    std::span<const double> m_variability;
    const TokenOptions& m_options;
};

}  // namespace

Tokens choose_tokens(const RegulatoryNetwork& network, std::span<const std::string> genes,
                     std::span<const double> variability, const TokenOptions& options) {
    const std::vector<PlacedEdge> edges = placed_edges(network, places_of(network, genes));
    if (edges.empty()) {
        throw Error(ErrorKind::Data, "No edge of the prior connects two genes of the dataset", network.name,
                    "Check that both use the same species and identifiers (symbols or Ensembl)");
    }
    const Chooser chooser(edges, variability, options);
    // A gene seen in no training cell is nobody's target; a TF is kept however little it varies.
    std::vector<bool> kept(genes.size());
    for (std::size_t g = 0; g < genes.size(); ++g) kept[g] = expressed(variability[g]) > 0;
    std::vector<std::uint32_t> every(genes.size());
    std::iota(every.begin(), every.end(), 0U);
    std::vector<std::uint32_t> tfs = chooser.tfs_among(kept, every);
    sort_by_variability(tfs, variability);
    // With less room than TFs, half of it goes to the most variable TFs and half to their targets.
    const std::size_t limit = options.max_genes == 0 ? genes.size() : options.max_genes;
    if (tfs.size() > limit / 2) tfs.resize(std::max<std::size_t>(limit / 2, 1));
    Tokens result;
    for (;;) {
        result.genes = chooser.fill(tfs);
        kept.assign(genes.size(), false);
        for (const std::uint32_t g : result.genes) kept[g] = true;
        std::vector<std::uint32_t> still = chooser.tfs_among(kept, tfs);
        result.tfs = still.size();
        if (still.size() == tfs.size() || still.empty()) break;
        tfs = std::move(still);
    }
    result.edges_usable = edges.size();
    if (result.tfs == 0) {
        throw Error(ErrorKind::Data,
                    "No transcription factor of the prior has " + std::to_string(options.min_targets) +
                        " targets among the genes kept",
                    network.name, "Use more genes, or a prior with more targets per TF");
    }
    return result;
}

}  // namespace regulus
