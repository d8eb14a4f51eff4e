#include "core/regulons/tf_families.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "core/base/parallel.h"
#include "core/regulons/regulon_reader.h"

namespace regulus {
namespace {

constexpr std::size_t most_in_name = 3;
constexpr std::size_t grain = 64;  // cells a thread takes at a time

struct Pair {
    std::size_t a, b;  // a < b
    double shared;     // Jaccard index
};

// Those that share enough, by a and b.
std::vector<Pair> sharing_pairs(const RegulonSet& set) {
    const EdgesByGene by_gene = edges_by_gene(set);
    std::vector<Pair> pairs;
    std::vector<std::int32_t> common(set.count()), alike(set.count());  // targets; with the same sign
    for (std::size_t a = 0; a < set.count(); ++a) {
        std::ranges::fill(common, 0);
        std::ranges::fill(alike, 0);
        for (std::size_t i = 0; i < set.targets_of(a).size(); ++i) {
            const auto gene = static_cast<std::size_t>(set.targets_of(a)[i]);
            const bool activates = set.weights_of(a)[i] > 0;
            for (std::int64_t e = by_gene.offsets[gene]; e < by_gene.offsets[gene + 1]; ++e) {
                const auto at = static_cast<std::size_t>(e);
                const auto b = static_cast<std::size_t>(by_gene.tfs[at]);
                ++common[b];
                alike[b] += (set.weights[static_cast<std::size_t>(by_gene.edges[at])] > 0) == activates;
            }
        }
        for (std::size_t b = a + 1; b < set.count(); ++b) {
            if (alike[b] == 0) continue;
            const auto together = static_cast<double>(set.targets_of(a).size() + set.targets_of(b).size()) -
                                  static_cast<double>(common[b]);
            const double shared = static_cast<double>(alike[b]) / together;
            if (shared >= least_shared) pairs.push_back({a, b, shared});
        }
    }
    return pairs;
}

// Complete linkage among the TFs that share with any other: the two groups whose least similar members are
// most alike become one, while all of them share enough. Equals go by first member.
std::vector<std::vector<std::size_t>> linked(const std::vector<Pair>& pairs) {
    std::vector<std::size_t> tfs;
    for (const Pair& pair : pairs) {
        tfs.push_back(pair.a);
        tfs.push_back(pair.b);
    }
    std::ranges::sort(tfs);
    tfs.erase(std::ranges::unique(tfs).begin(), tfs.end());
    const std::size_t n = tfs.size();
    const auto place = [&](std::size_t tf) {
        return static_cast<std::size_t>(std::ranges::lower_bound(tfs, tf) - tfs.begin());
    };
    std::vector<double> least(n * n, 0);  // of two groups: of all their pairs, the smallest index
    for (const Pair& pair : pairs)
        least[place(pair.a) * n + place(pair.b)] = least[place(pair.b) * n + place(pair.a)] = pair.shared;
    std::vector<std::vector<std::size_t>> groups(n);
    for (std::size_t i = 0; i < n; ++i) groups[i] = {tfs[i]};
    for (;;) {
        std::size_t one = 0, other = 0;
        double best = 0;
        for (std::size_t i = 0; i < n; ++i) {
            // Nothing is more alike than the same.
            for (std::size_t j = i + 1; j < n && best < 1 && !groups[i].empty(); ++j) {
                if (least[i * n + j] <= best) continue;
                best = least[i * n + j];
                one = i;
                other = j;
            }
        }
        if (best == 0) break;
        groups[one].insert(groups[one].end(), groups[other].begin(), groups[other].end());
        groups[other].clear();
        for (std::size_t k = 0; k < n; ++k) {
            least[one * n + k] = least[k * n + one] = std::min(least[one * n + k], least[other * n + k]);
            least[other * n + k] = least[k * n + other] = 0;
        }
    }
    std::erase_if(groups, [](const auto& group) { return group.size() < 2; });
    for (auto& group : groups) std::ranges::sort(group);
    std::ranges::sort(groups);
    return groups;
}

std::string family_name(const std::vector<std::size_t>& members, std::span<const std::string> tfs) {
    // In alphabetical order: a model's TFs come in another one than its prior's.
    std::vector<std::string> names;
    for (const std::size_t t : members) names.push_back(tfs[t]);
    std::ranges::sort(names);
    const std::size_t named = names.size() <= most_in_name ? names.size() : most_in_name - 1;
    std::string name;
    for (std::size_t i = 0; i < named; ++i) name += (i > 0 ? " · " : "") + names[i];
    if (named < members.size()) name += " · " + std::to_string(members.size() - named) + " more";
    return name;
}

}  // namespace

std::vector<std::size_t> TfFamilies::entries() const {
    std::vector<std::size_t> found;
    for (std::size_t t = 0; t < tfs; ++t)
        if (family_of[t] < 0) found.push_back(t);
    for (std::size_t f = 0; f < families.size(); ++f) found.push_back(tfs + f);
    return found;
}

TfFamilies tf_families(const RegulonSet& regulons) {
    TfFamilies made = TfFamilies::none(regulons.count());
    for (auto& members : linked(sharing_pairs(regulons))) {
        for (const std::size_t t : members)
            made.family_of[t] = static_cast<std::int32_t>(made.families.size());
        std::string name = family_name(members, regulons.tfs);
        made.families.push_back({std::move(name), std::move(members)});
    }
    return made;
}

std::vector<std::string> column_names(const TfFamilies& families, std::span<const std::string> tfs) {
    assert(tfs.size() == families.tfs);
    std::vector<std::string> names(tfs.begin(), tfs.end());
    for (const TfFamily& family : families.families) names.push_back(family.name);
    return names;
}

std::vector<std::int32_t> target_counts(const TfFamilies& families, const RegulonSet& regulons) {
    assert(regulons.count() == families.tfs);
    std::vector<std::int32_t> counts;
    for (std::size_t column = 0; column < families.columns(); ++column) {
        std::vector<std::int32_t> targets;
        for (const std::size_t t : families.members_of(column))
            targets.insert(targets.end(), regulons.targets_of(t).begin(), regulons.targets_of(t).end());
        std::ranges::sort(targets);
        counts.push_back(static_cast<std::int32_t>(std::ranges::unique(targets).begin() - targets.begin()));
    }
    return counts;
}

Matrix log_ratios(const Matrix& attention, const TfFamilies& families) {
    assert(attention.cols == families.tfs);
    Matrix ratios(attention.rows, families.columns());
    parallel_for(attention.rows, grain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t r = begin; r < end; ++r) {
            const auto p = attention.row(r);
            const auto row = ratios.row(r);
            for (std::size_t t = 0; t < families.tfs; ++t) row[t] = log_ratio_to_uniform(p[t], families.tfs);
            for (std::size_t f = 0; f < families.families.size(); ++f) {
                double sum = 0;
                for (const std::size_t t : families.families[f].members) sum += static_cast<double>(p[t]);
                const auto members = static_cast<double>(families.families[f].members.size());
                row[families.tfs + f] = log_ratio_to_uniform(static_cast<float>(sum / members), families.tfs);
            }
        }
    });
    return ratios;
}

}  // namespace regulus
