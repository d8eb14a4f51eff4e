#include "core/prior/network_filter.h"

#include <algorithm>
#include <unordered_set>

#include "core/base/error.h"

namespace regulus {
namespace {

bool passes(SignFilter filter, std::int8_t sign) {
    return filter == SignFilter::Both || (filter == SignFilter::Activating ? sign > 0 : sign < 0);
}

std::vector<bool> listed_genes(const RegulatoryNetwork& network, const std::vector<std::string>& tfs) {
    const std::unordered_set<std::string> names(tfs.begin(), tfs.end());
    std::vector<bool> listed(network.genes.size());
    for (std::size_t i = 0; i < listed.size(); ++i) listed[i] = names.contains(network.genes[i]);
    return listed;
}

// Edges come ordered by TF, and leave in their order.
void keep_top(RegulatoryNetwork& network, std::size_t top) {
    std::vector<Regulation> kept;
    for (auto begin = network.edges.begin(); begin != network.edges.end();) {
        const auto end =
            std::find_if(begin, network.edges.end(), [&](const Regulation& e) { return e.tf != begin->tf; });
        if (static_cast<std::size_t>(end - begin) > top) {
            std::ranges::sort(begin, end, [&](const Regulation& a, const Regulation& b) {
                if (a.weight != b.weight) return a.weight > b.weight;
                return network.genes[a.target] < network.genes[b.target];
            });
            std::ranges::sort(begin, begin + static_cast<std::ptrdiff_t>(top), {}, &Regulation::target);
            kept.insert(kept.end(), begin, begin + static_cast<std::ptrdiff_t>(top));
        } else {
            kept.insert(kept.end(), begin, end);
        }
        begin = end;
    }
    network.edges = std::move(kept);
}

}  // namespace

const char* to_string(SignFilter sign) {
    return sign == SignFilter::Both ? "both" : sign == SignFilter::Activating ? "activating" : "repressing";
}

SignFilter sign_filter_from(std::string_view name) {
    for (const SignFilter sign : {SignFilter::Both, SignFilter::Activating, SignFilter::Repressing}) {
        if (name == to_string(sign)) return sign;
    }
    throw Error(ErrorKind::Usage, "Unknown sign '" + std::string(name) + "'", {},
                "Use activating, repressing or both");
}

RegulatoryNetwork filtered(const RegulatoryNetwork& network, const NetworkFilter& filter) {
    RegulatoryNetwork kept = network;
    const std::vector<bool> listed =
        filter.tfs != nullptr ? listed_genes(network, *filter.tfs) : std::vector<bool>{};
    std::erase_if(kept.edges, [&](const Regulation& edge) {
        return (filter.worst_confidence != 0 && edge.confidence > filter.worst_confidence) ||
               !passes(filter.sign, edge.sign) || static_cast<double>(edge.weight) < filter.min_weight ||
               (filter.tfs != nullptr && !listed[edge.tf]);
    });
    if (filter.top_targets > 0) keep_top(kept, filter.top_targets);
    return kept;
}

std::size_t absent_tfs(const RegulatoryNetwork& network, std::span<const std::string> tfs) {
    std::unordered_set<std::string_view> present;
    for (const Regulation& edge : network.edges) present.insert(network.genes[edge.tf]);
    return static_cast<std::size_t>(
        std::ranges::count_if(tfs, [&](const std::string& tf) { return !present.contains(tf); }));
}

}  // namespace regulus
