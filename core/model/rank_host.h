// Whether the machine of rank 0 is known and something listens there, before c10d is asked: that waits for as
// long as it may for a name that stands for nothing.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "core/model/process_group.h"

struct addrinfo;

namespace regulus {

class RankHost {
  public:
    // Asks the system for the addresses of place.address, which takes seconds where no server of names
    // answers. Throws Error(Usage), which names the address and what told it, when there is none.
    explicit RankHost(const RankPlace& place);

    // Whether a connection is accepted at place.port by then. Returns false early once stop() is true, which
    // is asked a few times a second.
    bool listens(std::chrono::steady_clock::time_point until, const std::function<bool()>& stop) const;

    // Whether who listens there says something without being asked, as a store never does and others do
    // within a moment (SSH, SMTP, FTP): c10d takes it for an answer, in a thread where it ends the process.
    bool speaks_first() const;

  private:
    std::shared_ptr<const addrinfo> m_addresses;
};

// "node1:29500, named by MASTER_ADDR"
std::string host_text(const RankPlace& place);

}  // namespace regulus
