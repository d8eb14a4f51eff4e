#include "core/prior/network_summary.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace regulus {
namespace {

void count_edge(NetworkSummary& summary, const Regulation& edge) {
    if (edge.conflicting) {
        ++summary.conflicting;
    } else {
        ++(edge.sign > 0 ? summary.activating : edge.sign < 0 ? summary.repressing : summary.unknown);
    }
    summary.self += edge.tf == edge.target;
    summary.from_complex += edge.from_complex;
    ++summary.by_confidence[edge.confidence == 0 ? 5 : static_cast<std::size_t>(edge.confidence - 'A')];
}

void describe_targets(NetworkSummary& summary, const RegulatoryNetwork& network) {
    std::vector<std::size_t> targets(network.genes.size(), 0), tfs;
    for (const Regulation& edge : network.edges) ++targets[edge.tf];
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (targets[i] > 0) tfs.push_back(i);
    }
    std::ranges::stable_sort(tfs, std::greater<>{}, [&](std::size_t i) { return targets[i]; });
    for (std::size_t i = 0; i < std::min<std::size_t>(10, tfs.size()); ++i) {
        summary.largest.emplace_back(network.genes[tfs[i]], targets[tfs[i]]);
    }
    summary.tfs = tfs.size();
    summary.tfs_min5 =
        static_cast<std::size_t>(std::ranges::count_if(tfs, [&](std::size_t i) { return targets[i] >= 5; }));
    if (tfs.empty()) return;
    const auto from_below = [&](std::size_t place) { return targets[tfs[tfs.size() - 1 - place]]; };
    const std::size_t last = tfs.size() - 1;
    summary.least_targets = from_below(0);
    summary.lower_quartile = from_below(last / 4);
    summary.median_targets = from_below(last / 2);
    summary.upper_quartile = from_below(last - last / 4);
    summary.most_targets = from_below(last);
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::optional<std::uint32_t> find_gene(const RegulatoryNetwork& network, std::string_view name) {
    std::optional<std::uint32_t> similar;
    bool several = false;
    for (std::uint32_t i = 0; i < network.genes.size(); ++i) {
        if (network.genes[i] == name) return i;
        if (std::ranges::equal(network.genes[i], name, [](char a, char b) { return lower(a) == lower(b); })) {
            several = several || similar.has_value();
            similar = i;
        }
    }
    return several ? std::nullopt : similar;
}

std::vector<EdgeEvidence> edges_at(const RegulatoryNetwork& network, std::string_view name,
                                   std::uint32_t Regulation::*here, std::uint32_t Regulation::*there) {
    std::vector<EdgeEvidence> found;
    const auto gene = find_gene(network, name);
    if (!gene) return found;
    for (const Regulation& edge : network.edges) {
        if (edge.*here != *gene) continue;
        found.push_back({network.genes[edge.*there], edge.sign, edge.confidence, edge.conflicting,
                         edge.from_complex, static_cast<double>(edge.weight), edge.listed,
                         source_names(network, edge.sources)});
    }
    const auto rank = [](const EdgeEvidence& e) { return e.confidence == 0 ? 'Z' : e.confidence; };
    std::ranges::sort(found, [&](const EdgeEvidence& a, const EdgeEvidence& b) {
        if (rank(a) != rank(b)) return rank(a) < rank(b);
        if (a.weight != b.weight) return a.weight > b.weight;
        return a.gene < b.gene;
    });
    return found;
}

}  // namespace

NetworkSummary summary_of(const RegulatoryNetwork& network) {
    NetworkSummary summary;
    summary.edges = network.edges.size();
    summary.targets = network.target_count();
    summary.weighted = network.weighted();
    for (const Regulation& edge : network.edges) count_edge(summary, edge);
    describe_targets(summary, network);
    if (!network.edges.empty()) {
        const auto [least, largest] = std::ranges::minmax(network.edges, {}, &Regulation::weight);
        summary.least_weight = static_cast<double>(least.weight);
        summary.largest_weight = static_cast<double>(largest.weight);
    }
    for (std::size_t i = 0; i < network.sources.size(); ++i) {
        const auto named = std::ranges::count_if(
            network.edges, [&](const Regulation& edge) { return (edge.sources >> i & 1U) != 0; });
        summary.sources.emplace_back(network.sources[i], static_cast<std::size_t>(named));
    }
    return summary;
}

std::vector<GeneEdges> edges_by_gene(const RegulatoryNetwork& network) {
    std::vector<GeneEdges> genes;
    genes.reserve(network.genes.size());
    for (const std::string& gene : network.genes) genes.push_back({.gene = gene});
    for (const Regulation& edge : network.edges) {
        ++genes[edge.tf].targets;
        ++genes[edge.target].tfs;
    }
    return genes;
}

const char* sign_word(std::int8_t sign, bool conflicting) {
    if (conflicting) return "conflicting";
    return sign > 0 ? "activation" : sign < 0 ? "repression" : "unknown";
}

std::vector<std::string> source_names(const RegulatoryNetwork& network, std::uint64_t sources) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < network.sources.size(); ++i) {
        if ((sources >> i & 1U) != 0) names.push_back(network.sources[i]);
    }
    return names;
}

std::vector<EdgeEvidence> targets_of(const RegulatoryNetwork& network, std::string_view tf) {
    return edges_at(network, tf, &Regulation::tf, &Regulation::target);
}

namespace {

void join(EdgeEvidence& edge, EdgeEvidence other) {
    if (other.confidence != 0 && (edge.confidence == 0 || other.confidence < edge.confidence))
        edge.confidence = other.confidence;
    edge.weight = std::max(edge.weight, other.weight);
    edge.listed += other.listed;
    edge.from_complex = edge.from_complex && other.from_complex;
    for (std::string& source : other.sources) {
        if (std::ranges::find(edge.sources, source) == edge.sources.end())
            edge.sources.push_back(std::move(source));
    }
    if (other.conflicting || (edge.sign != 0 && other.sign != 0 && edge.sign != other.sign))
        edge.conflicting = true;
    edge.sign = edge.conflicting ? std::int8_t{0} : edge.sign != 0 ? edge.sign : other.sign;
}

}  // namespace

std::vector<EdgeEvidence> targets_of(const RegulatoryNetwork& network, std::span<const std::string> tfs) {
    std::vector<EdgeEvidence> all, joined;
    for (const std::string& tf : tfs) std::ranges::move(targets_of(network, tf), std::back_inserter(all));
    std::ranges::stable_sort(all, {}, &EdgeEvidence::gene);
    for (EdgeEvidence& edge : all) {
        if (!joined.empty() && joined.back().gene == edge.gene)
            join(joined.back(), std::move(edge));
        else
            joined.push_back(std::move(edge));
    }
    return joined;
}

EvidenceGiven evidence_given(const RegulatoryNetwork& network) {
    return {std::ranges::any_of(network.edges, [](const Regulation& edge) { return edge.confidence != 0; }),
            network.weighted(), network.sources.size() > 1};
}

std::vector<EdgeEvidence> regulators_of(const RegulatoryNetwork& network, std::string_view target) {
    return edges_at(network, target, &Regulation::target, &Regulation::tf);
}

}  // namespace regulus
