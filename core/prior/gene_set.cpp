#include "core/prior/gene_set.h"

#include <string_view>
#include <unordered_set>
#include <utility>

namespace regulus {

std::vector<GeneSet> regulon_sets(const RegulatoryNetwork& network) {
    std::vector<GeneSet> sets;
    for (std::size_t e = 0; e < network.edges.size(); ++e) {
        const Regulation& edge = network.edges[e];
        if (e == 0 || edge.tf != network.edges[e - 1].tf) sets.push_back({network.genes[edge.tf], {}});
        sets.back().genes.push_back(network.genes[edge.target]);
    }
    return sets;
}

GeneSet set_of_list(std::string name, const std::vector<std::string>& genes) {
    GeneSet set{std::move(name), {}};
    std::unordered_set<std::string_view> seen;
    for (const std::string& gene : genes)
        if (!gene.empty() && seen.insert(gene).second) set.genes.push_back(gene);
    return set;
}

}  // namespace regulus
