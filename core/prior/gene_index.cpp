#include "core/prior/gene_index.h"

#include <unordered_map>

namespace regulus {

std::vector<std::int32_t> places_of(const RegulatoryNetwork& network, std::span<const std::string> genes) {
    std::unordered_map<std::string, std::int32_t> index;
    index.reserve(genes.size());
    for (std::size_t i = 0; i < genes.size(); ++i) index.emplace(genes[i], static_cast<std::int32_t>(i));
    std::vector<std::int32_t> places;
    places.reserve(network.genes.size());
    for (const std::string& gene : network.genes) {
        const auto found = index.find(gene);
        places.push_back(found == index.end() ? -1 : found->second);
    }
    return places;
}

std::vector<PlacedEdge> placed_edges(const RegulatoryNetwork& network, std::span<const std::int32_t> places) {
    std::vector<PlacedEdge> edges;
    for (const Regulation& edge : network.edges) {
        if (places[edge.tf] >= 0 && places[edge.target] >= 0) {
            edges.push_back({places[edge.tf], places[edge.target], edge.sign});
        }
    }
    return edges;
}

}  // namespace regulus
