// Small networks for tests, edge by edge.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "core/prior/regulatory_network.h"

namespace regulus::test {

struct MadeEdge {
    std::string tf, target;
    float weight;  // with its sign; 0 for an edge without one, of weight 1
    bool conflicting = false;
};

inline RegulatoryNetwork made_network(const std::vector<MadeEdge>& edges) {
    RegulatoryNetwork network;
    network.name = "made";
    for (const MadeEdge& edge : edges) {
        for (const std::string& name : {edge.tf, edge.target}) {
            if (std::ranges::find(network.genes, name) == network.genes.end()) network.genes.push_back(name);
        }
    }
    const auto place = [&](const std::string& name) {
        return static_cast<std::uint32_t>(std::ranges::find(network.genes, name) - network.genes.begin());
    };
    for (const MadeEdge& edge : edges) {
        Regulation made;
        made.tf = place(edge.tf);
        made.target = place(edge.target);
        made.sign = static_cast<std::int8_t>(edge.weight > 0 ? 1 : edge.weight < 0 ? -1 : 0);
        made.weight = edge.weight == 0 ? 1 : std::abs(edge.weight);
        made.conflicting = edge.conflicting;
        network.edges.push_back(made);
    }
    std::ranges::sort(network.edges, [](const Regulation& a, const Regulation& b) {
        return a.tf != b.tf ? a.tf < b.tf : a.target < b.target;
    });
    return network;
}

}  // namespace regulus::test
