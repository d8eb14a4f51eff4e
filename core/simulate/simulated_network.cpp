#include "core/simulate/simulated_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "core/simulate/immune_names.h"

namespace regulus {
namespace {

// Streams of the seed that make the network; cells use the streams 0, 1, 2, ...
constexpr std::uint64_t edge_stream = 0xED6E000000000000ULL;
constexpr std::uint64_t decoy_stream = 0xDEC0000000000000ULL;

// Out-degrees of TFs are skewed in every curated resource: log-normal popularity.
constexpr double popularity_sd = 0.8;
// CollecTRI lists 13 % of its edges as repressing, DoRothEA more; repression is also under-reported.
constexpr double activator_share = 0.8;
constexpr double strength_sd = 0.4;
// A repressor that did little would hardly be listed: its median strength is twice an activator's.
constexpr double repressor_strength = 2;

void name_genes(SimulatedNetwork& network, std::size_t genes) {
    const auto factors = immune::factors();
    const auto markers = immune::markers();
    const auto housekeeping = immune::housekeeping();
    network.named_tfs = std::min(network.tfs, factors.size());
    for (std::size_t t = 0; t < network.tfs; ++t) {
        network.genes.push_back(t < factors.size() ? std::string(factors[t].name)
                                                   : fmt::format("TF{:03}", t + 1));
    }
    const std::size_t first_housekeeping = network.tfs + network.targets + network.bystanders;
    std::size_t number = 0;
    for (std::size_t g = network.tfs; g < genes; ++g) {
        const std::size_t target = g - network.tfs;
        const std::size_t constant = g - first_housekeeping;
        if (target < network.targets && target < markers.size()) {
            network.genes.emplace_back(markers[target].name);
        } else if (g >= first_housekeeping && constant < housekeeping.size()) {
            network.genes.emplace_back(housekeeping[constant]);
        } else {
            network.genes.push_back(fmt::format("G{:05}", ++number));
        }
    }
}

float draw_strength(int sign, Random& random) {
    const double strength = std::exp(strength_sd * random.normal());
    return static_cast<float>(sign > 0 ? strength : repressor_strength * strength);
}

// The textbook's regulators of a marker, those that are among the TFs.
void add_marker(SimulatedNetwork& network, std::uint32_t gene, std::string_view regulators, Random& random) {
    const auto factors = immune::factors();
    for (std::size_t at = 0; at < regulators.size();) {
        const std::size_t end = std::min(regulators.find(' ', at), regulators.size());
        const std::string_view name = regulators.substr(at + 1, end - at - 1);
        const int sign = regulators[at] == '-' ? -1 : 1;
        const auto found = std::ranges::find(factors, name, &immune::Factor::name);
        const auto tf = static_cast<std::uint32_t>(found - factors.begin());
        const float strength = draw_strength(sign, random);
        if (tf < network.named_tfs) {
            network.edges.push_back({tf, gene, static_cast<std::int8_t>(sign), strength});
        }
        at = end + 1;
    }
}

void add_random(SimulatedNetwork& network, std::uint32_t gene, const std::vector<double>& popularity,
                double edges_per_target, Random& random) {
    // With more than a third of the TFs on one gene there would be no room for as many decoys.
    const std::size_t most = std::max<std::size_t>(1, network.tfs / 3);
    const std::size_t wanted = std::min<std::size_t>(1 + random.poisson(edges_per_target - 1), most);
    std::vector<double> left = popularity;
    for (std::size_t e = 0; e < wanted; ++e) {
        double at = random.uniform() * std::accumulate(left.begin(), left.end(), 0.0);
        std::uint32_t tf = 0;
        while (tf + 1 < left.size() && (at >= left[tf] || left[tf] == 0)) at -= left[tf++];
        left[tf] = 0;
        const int sign = e == 0 || random.uniform() < activator_share ? 1 : -1;
        network.edges.push_back({tf, gene, static_cast<std::int8_t>(sign), draw_strength(sign, random)});
    }
}

void sort_edges(std::vector<SimulatedEdge>& edges) {
    std::ranges::sort(edges, [](const SimulatedEdge& a, const SimulatedEdge& b) {
        return std::pair(a.target, a.tf) < std::pair(b.target, b.tf);
    });
}

using Pair = std::pair<std::uint32_t, std::uint32_t>;
Pair pair_of(const SimulatedEdge& edge) {
    return {edge.tf, edge.target};
}

// Swaps the targets of decoys a and b unless that repeats a decoy, or makes a true edge of one that was not.
bool try_swap(std::vector<SimulatedEdge>& decoys, std::set<Pair>& present, const std::set<Pair>& known,
              std::size_t a, std::size_t b) {
    const Pair first{decoys[a].tf, decoys[b].target}, second{decoys[b].tf, decoys[a].target};
    if (present.contains(first) || present.contains(second)) return false;
    if (known.contains(first) || known.contains(second)) return false;
    present.erase(pair_of(decoys[a]));
    present.erase(pair_of(decoys[b]));
    std::swap(decoys[a].target, decoys[b].target);
    present.insert(first);
    present.insert(second);
    return true;
}

std::vector<SimulatedEdge> matched_decoys(const std::vector<SimulatedEdge>& edges, std::uint64_t seed) {
    Random random(seed, decoy_stream);
    std::vector<SimulatedEdge> decoys = edges;
    std::set<Pair> known;
    for (const auto& edge : edges) known.insert(pair_of(edge));
    std::set<Pair> present = known;
    const std::size_t n = decoys.size();
    // First every edge that is still a true one gets many chances, then ten swaps an edge mix the rest.
    for (std::size_t round = 0; round < 50; ++round) {
        for (std::size_t e = 0; e < n; ++e) {
            for (int trial = 0; trial < 20 && known.contains(pair_of(decoys[e])); ++trial) {
                try_swap(decoys, present, known, e, random.below(n));
            }
        }
    }
    for (std::size_t swap = 0; swap < 10 * n; ++swap) {
        const std::size_t a = random.below(n), b = random.below(n);
        if (a != b) try_swap(decoys, present, known, a, b);
    }
    std::erase_if(decoys, [&](const SimulatedEdge& edge) { return known.contains(pair_of(edge)); });
    for (auto& decoy : decoys) decoy.strength = 0;
    sort_edges(decoys);
    return decoys;
}

}  // namespace

SimulatedNetwork build_network(const NetworkShape& shape, std::uint64_t seed) {
    SimulatedNetwork network;
    const std::size_t others = shape.genes - shape.tfs;
    network.tfs = shape.tfs;
    network.bystanders = others * 15 / 100;
    network.targets = others - network.bystanders - others / 10;
    name_genes(network, shape.genes);

    Random random(seed, edge_stream);
    std::vector<double> popularity(network.tfs);
    for (double& p : popularity) p = std::exp(popularity_sd * random.normal());
    const auto markers = immune::markers();
    for (std::size_t i = 0; i < network.targets; ++i) {
        const auto gene = static_cast<std::uint32_t>(network.tfs + i);
        const std::size_t before = network.edges.size();
        if (i < markers.size()) add_marker(network, gene, markers[i].regulators, random);
        const auto activator = [](const SimulatedEdge& edge) { return edge.sign > 0; };
        const auto added = std::span(network.edges).subspan(before);
        if (std::ranges::any_of(added, activator)) continue;
        network.edges.resize(before);
        add_random(network, gene, popularity, shape.edges_per_target, random);
    }
    sort_edges(network.edges);
    network.decoys = matched_decoys(network.edges, seed);
    return network;
}

}  // namespace regulus
