#include "core/prior/coverage.h"

#include <algorithm>
#include <cctype>

#include "core/prior/gene_index.h"

namespace regulus {
namespace {

std::string upper(std::string text) {
    for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

std::size_t edges_without_case(const RegulatoryNetwork& network, std::span<const std::string> genes) {
    RegulatoryNetwork folded;
    folded.edges = network.edges;
    for (const auto& gene : network.genes) folded.genes.push_back(upper(gene));
    std::vector<std::string> folded_genes;
    for (const auto& gene : genes) folded_genes.push_back(upper(gene));
    return placed_edges(folded, places_of(folded, folded_genes)).size();
}

// TFs of the prior that the dataset lacks, those with most targets first.
std::vector<std::string> missing_tfs(const RegulatoryNetwork& network, std::span<const std::int32_t> places) {
    std::vector<std::size_t> targets(network.genes.size(), 0);
    for (const Regulation& edge : network.edges) targets[edge.tf] += places[edge.tf] < 0;
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (targets[i] > 0) order.push_back(i);
    }
    std::ranges::stable_sort(order, std::greater<>{}, [&](std::size_t i) { return targets[i]; });
    std::vector<std::string> names;
    for (const std::size_t i : order) names.push_back(network.genes[i]);
    return names;
}

}  // namespace

Coverage coverage(const RegulatoryNetwork& network, std::span<const std::string> genes) {
    const std::vector<std::int32_t> places = places_of(network, genes);
    const std::vector<PlacedEdge> edges = placed_edges(network, places);
    Coverage result;
    std::vector<std::size_t> targets(genes.size(), 0), regulators(genes.size(), 0);
    for (const PlacedEdge& edge : edges) {
        ++targets[static_cast<std::size_t>(edge.tf)];
        ++regulators[static_cast<std::size_t>(edge.target)];
    }
    for (std::size_t g = 0; g < genes.size(); ++g) {
        result.tfs += targets[g] > 0;
        result.tfs_min5 += targets[g] >= 5;
        result.targets += regulators[g] > 0;
        result.genes_with_edge += targets[g] > 0 || regulators[g] > 0;
        result.orphans += regulators[g] == 0;
    }
    for (const Regulation& edge : network.edges) {
        result.lost_tf += places[edge.tf] < 0;
        result.lost_target += places[edge.tf] >= 0 && places[edge.target] < 0;
        result.complex_edges += edge.from_complex && places[edge.tf] >= 0 && places[edge.target] >= 0;
    }
    result.edges = edges.size() - result.complex_edges;
    result.missing_tfs = missing_tfs(network, places);
    if (edges.size() * 2 < network.edges.size()) {
        result.case_differs = edges_without_case(network, genes) > 2 * edges.size();
    }
    return result;
}

}  // namespace regulus
