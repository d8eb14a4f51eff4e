#include "core/prior/regulatory_network.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace regulus {
namespace {

std::size_t distinct(const RegulatoryNetwork& network, std::uint32_t Regulation::*end) {
    std::vector<bool> seen(network.genes.size(), false);
    for (const Regulation& edge : network.edges) seen[edge.*end] = true;
    return static_cast<std::size_t>(std::ranges::count(seen, true));
}

// Joins one more row into what is known of its pair.
void join(Regulation& edge, const ListedRegulation& row) {
    ++edge.listed;
    if (row.confidence != 0 && (edge.confidence == 0 || row.confidence < edge.confidence)) {
        edge.confidence = row.confidence;
    }
    if (row.sign == 0 || edge.conflicting) return;
    if (edge.sign == 0) {
        edge.sign = row.sign;
    } else if (edge.sign != row.sign) {
        edge.sign = 0;
        edge.conflicting = true;
    }
}

}  // namespace

std::size_t RegulatoryNetwork::tf_count() const {
    return distinct(*this, &Regulation::tf);
}
std::size_t RegulatoryNetwork::target_count() const {
    return distinct(*this, &Regulation::target);
}

RegulatoryNetwork make_network(std::string name, std::span<const ListedRegulation> listed) {
    RegulatoryNetwork network;
    network.name = std::move(name);
    network.rows = listed.size();
    std::unordered_map<std::string, std::uint32_t> ids;
    const auto id_of = [&](const std::string& gene) {
        const auto [place, added] = ids.emplace(gene, static_cast<std::uint32_t>(ids.size()));
        if (added) network.genes.push_back(gene);
        return place->second;
    };
    std::map<std::pair<std::uint32_t, std::uint32_t>, Regulation> pairs;
    for (const ListedRegulation& row : listed) {
        const auto key = std::pair{id_of(row.tf), id_of(row.target)};
        const auto [place, added] =
            pairs.emplace(key, Regulation{key.first, key.second, row.sign, row.confidence, false, 1});
        if (!added) join(place->second, row);
    }
    for (const auto& [key, edge] : pairs) {
        network.edges.push_back(edge);
        network.repeated_pairs += edge.listed > 1;
        network.conflicting_pairs += edge.conflicting;
    }
    return network;
}

RegulatoryNetwork with_confidence(const RegulatoryNetwork& network, char worst) {
    RegulatoryNetwork kept = network;
    std::erase_if(kept.edges, [&](const Regulation& e) { return e.confidence != 0 && e.confidence > worst; });
    return kept;
}

}  // namespace regulus
