#include "core/regulons/regulon_set.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/prior/gene_index.h"

namespace regulus {

namespace {

// Gene g becomes place[g].
void renumber(RegulonSet& regulons, const std::vector<std::int32_t>& place, std::size_t genes) {
    for (std::int32_t& target : regulons.targets) target = place[static_cast<std::size_t>(target)];
    for (std::int32_t& own : regulons.own) {
        if (own >= 0) own = place[static_cast<std::size_t>(own)];
    }
    regulons.genes = genes;
}

}  // namespace

RegulonSet regulon_set(const RegulatoryNetwork& network, std::span<const std::string> genes,
                       const RegulonOptions& options) {
    const std::vector<std::int32_t> places = places_of(network, genes);
    RegulonSet set;
    set.genes = genes.size();
    std::vector<std::pair<std::int32_t, float>> found;
    // Edges come ordered by TF.
    for (std::size_t begin = 0, end = 0; begin < network.edges.size(); begin = end) {
        const std::uint32_t tf = network.edges[begin].tf;
        found.clear();
        for (end = begin; end < network.edges.size() && network.edges[end].tf == tf; ++end) {
            const Regulation& edge = network.edges[end];
            const std::int32_t target = places[edge.target];
            if (target < 0 || edge.conflicting || edge.weight == 0) continue;
            if (edge.target == tf && !options.autoregulation) continue;
            found.emplace_back(target, edge.sign < 0 ? -edge.weight : edge.weight);
        }
        if (found.empty() || found.size() < options.min_targets) continue;
        if (options.measured_tfs && places[tf] < 0) continue;
        std::ranges::sort(found);
        set.tfs.push_back(network.genes[tf]);
        set.own.push_back(places[tf]);
        for (const auto& [target, weight] : found) {
            set.targets.push_back(target);
            set.weights.push_back(weight);
        }
        set.offsets.push_back(static_cast<std::int64_t>(set.targets.size()));
    }
    if (set.tfs.empty()) {
        throw Error(ErrorKind::Data,
                    "No transcription factor of the prior has " + std::to_string(options.min_targets) +
                        (options.min_targets == 1 ? " target" : " targets") + " among the genes",
                    network.name, "Check that both use the same species and gene names");
    }
    return set;
}

std::vector<std::uint32_t> genes_with_edge(const RegulonSet& regulons) {
    std::vector<std::uint32_t> genes;
    for (const std::int32_t target : regulons.targets) genes.push_back(static_cast<std::uint32_t>(target));
    for (const std::int32_t own : regulons.own) {
        if (own >= 0) genes.push_back(static_cast<std::uint32_t>(own));
    }
    std::ranges::sort(genes);
    genes.erase(std::ranges::unique(genes).begin(), genes.end());
    return genes;
}

RegulonSet over_genes(RegulonSet regulons, std::span<const std::uint32_t> genes) {
    std::vector<std::int32_t> place(regulons.genes, -1);
    for (std::size_t g = 0; g < genes.size(); ++g) place[genes[g]] = static_cast<std::int32_t>(g);
    renumber(regulons, place, genes.size());
    return regulons;
}

RegulonSet over_all_genes(RegulonSet regulons, std::span<const std::uint32_t> genes, std::size_t all) {
    renumber(regulons, {genes.begin(), genes.end()}, all);
    return regulons;
}

EdgesByGene edges_by_gene(const RegulonSet& set) {
    EdgesByGene by_gene;
    by_gene.offsets.assign(set.genes + 1, 0);
    for (const std::int32_t target : set.targets) ++by_gene.offsets[static_cast<std::size_t>(target) + 1];
    for (std::size_t g = 0; g < set.genes; ++g) by_gene.offsets[g + 1] += by_gene.offsets[g];
    by_gene.tfs.resize(set.edges());
    by_gene.edges.resize(set.edges());
    std::vector<std::int64_t> next(by_gene.offsets.begin(), by_gene.offsets.end() - 1);
    for (std::size_t t = 0; t < set.count(); ++t) {
        for (std::int64_t e = set.offsets[t]; e < set.offsets[t + 1]; ++e) {
            const auto place = static_cast<std::size_t>(
                next[static_cast<std::size_t>(set.targets[static_cast<std::size_t>(e)])]++);
            by_gene.tfs[place] = static_cast<std::int32_t>(t);
            by_gene.edges[place] = e;
        }
    }
    return by_gene;
}

}  // namespace regulus
