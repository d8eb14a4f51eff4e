#include "ui/views/inspector/shared_targets.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/prior/attention_mask.h"
#include "core/regulons/regulon_set.h"

namespace regulus {
namespace {

std::vector<SharedTargets> mostShared(std::vector<SharedTargets> found, std::size_t most) {
    std::erase_if(found, [](const SharedTargets& one) { return one.shared.empty(); });
    std::ranges::stable_sort(found, [](const SharedTargets& a, const SharedTargets& b) {
        return std::pair(b.shared.size(), a.targets) < std::pair(a.shared.size(), b.targets);
    });
    if (found.size() > most) found.resize(most);
    return found;
}

}  // namespace

std::vector<SharedTargets> sharedTargets(const RegulonSet& regulons, std::span<const std::size_t> tfs,
                                         std::span<const std::string> names, std::size_t most) {
    std::set<std::int32_t> own;
    for (const std::size_t tf : tfs)
        own.insert(regulons.targets_of(tf).begin(), regulons.targets_of(tf).end());
    std::vector<SharedTargets> found;
    for (std::size_t tf = 0; tf < regulons.count(); ++tf) {
        if (std::ranges::find(tfs, tf) != tfs.end()) continue;
        const auto targets = regulons.targets_of(tf);
        SharedTargets other{QString::fromStdString(regulons.tfs[tf]), targets.size(), {}};
        for (const std::int32_t target : targets)
            if (own.contains(target))
                other.shared.push_back(QString::fromStdString(names[std::size_t(target)]));
        found.push_back(std::move(other));
    }
    return mostShared(std::move(found), most);
}

std::vector<SharedTargets> sharedTargets(const AttentionMask& mask, std::int32_t tf,
                                         std::span<const std::string> names, std::size_t most) {
    std::map<std::int32_t, SharedTargets> found;  // by token
    if (mask.edges() == 0) return {};
    for (std::size_t gene = 0; gene < mask.tokens; ++gene) {
        const auto regulators = mask.regulators_of(gene);
        const bool own = std::ranges::binary_search(regulators, tf);
        for (const std::int32_t other : regulators) {
            if (other == tf) continue;
            SharedTargets& one = found[other];
            ++one.targets;
            if (own) one.shared.push_back(QString::fromStdString(names[gene]));
        }
    }
    std::vector<SharedTargets> others;
    for (auto& [token, one] : found) {
        one.tf = QString::fromStdString(names[std::size_t(token)]);
        others.push_back(std::move(one));
    }
    return mostShared(std::move(others), most);
}

}  // namespace regulus
