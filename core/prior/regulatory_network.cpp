#include "core/prior/regulatory_network.h"

#include <algorithm>

#include "core/prior/network_builder.h"

namespace regulus {
namespace {

std::size_t distinct(const RegulatoryNetwork& network, std::uint32_t Regulation::*end) {
    std::vector<bool> seen(network.genes.size(), false);
    for (const Regulation& edge : network.edges) seen[edge.*end] = true;
    return static_cast<std::size_t>(std::ranges::count(seen, true));
}

}  // namespace

std::size_t RegulatoryNetwork::tf_count() const {
    return distinct(*this, &Regulation::tf);
}
std::size_t RegulatoryNetwork::target_count() const {
    return distinct(*this, &Regulation::target);
}
bool RegulatoryNetwork::weighted() const {
    return std::ranges::any_of(edges, [](const Regulation& edge) { return edge.weight != 1; });
}

RegulatoryNetwork make_network(std::string name, std::span<const ListedRegulation> listed) {
    NetworkBuilder builder;
    for (const ListedRegulation& row : listed) {
        Regulation edge;
        edge.tf = builder.gene(row.tf);
        edge.target = builder.gene(row.target);
        edge.sign = row.sign;
        edge.confidence = row.confidence;
        edge.weight = row.weight;
        builder.add(edge);
    }
    Job job;
    RegulatoryNetwork network = builder.finish(std::move(name), job);
    network.records = listed.size();
    return network;
}

}  // namespace regulus
