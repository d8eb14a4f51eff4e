// Which other TFs regulate the targets of one, by the edges of the prior that are read.
#pragma once

#include <QString>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace regulus {

struct AttentionMask;
struct RegulonSet;

struct SharedTargets {
    QString tf;
    std::size_t targets = 0;      // that it has
    std::vector<QString> shared;  // of them, those of the TF that is asked about
};

inline constexpr std::size_t most_sharing = 20;  // TFs that a menu offers

// Of the TFs `tfs` together, which are left out: the `most` others with most targets in common, most first
// and of these the smallest, at least one. `names`: of the genes that targets are places of.
std::vector<SharedTargets> sharedTargets(const RegulonSet& regulons, std::span<const std::size_t> tfs,
                                         std::span<const std::string> names, std::size_t most);
// The same by a model that reads genes; `tf` is a token. Empty without a prior.
std::vector<SharedTargets> sharedTargets(const AttentionMask& mask, std::int32_t tf,
                                         std::span<const std::string> names, std::size_t most);

}  // namespace regulus
