// Whether ranks on several machines can reach each other where they listen.
#pragma once

#include <string>
#include <vector>

namespace regulus {

struct RankAddress {
    std::string machine;  // its name
    std::string address;  // where the rank listens, as Gloo writes it: "..., addr=[10.0.0.1]"
};

// Where the name of a machine stands for its loopback (127.0.1.1 in Debian's /etc/hosts), no other machine
// reaches it, and Gloo would wait for good. One element a rank. Throws Error(Usage), which names the first
// such rank, when there is more than one machine.
void require_reachable(const std::vector<RankAddress>& ranks);

}  // namespace regulus
