#include "core/model/rank_address.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"

namespace regulus {
namespace {

bool is_loopback(const RankAddress& rank) {
    return rank.address.find("addr=[127.") != std::string::npos ||
           rank.address.find("addr=[::1]") != std::string::npos;
}

}  // namespace

void require_reachable(const std::vector<RankAddress>& ranks) {
    const bool one_machine = std::ranges::all_of(
        ranks, [&](const RankAddress& rank) { return rank.machine == ranks.front().machine; });
    const auto found = std::ranges::find_if(ranks, is_loopback);
    if (one_machine || found == ranks.end()) return;
    throw Error(
        ErrorKind::Usage,
        fmt::format("No other machine can reach rank {} on {}", found - ranks.begin(), found->machine),
        "its name stands for an address of the loopback",
        "Set GLOO_SOCKET_IFNAME to the network interface between the machines, such as eth0");
}

}  // namespace regulus
