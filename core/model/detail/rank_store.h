// The store of rank 0, where ranks say who they are before they are connected.
#pragma once

#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "core/model/process_group.h"

namespace regulus::detail {

struct RankStore {
    c10::intrusive_ptr<c10d::TCPStore> server;  // of rank 0 alone; lives as long as the others need it
    c10::intrusive_ptr<c10d::TCPStore> store;   // a connection, of every rank by the same address
};

// Waits until something listens there, until `until`, and says so in `found`; then introduces this rank. Rank
// 0 opens the store first. Throws Error(Usage) when the machine is not known, nobody listens, rank 0 runs
// elsewhere or its port is taken, or somebody else was started as this rank or with another number of
// processes: then the others are told, too. Else what c10d throws.
RankStore found_store(const RankPlace& place, std::chrono::steady_clock::time_point until,
                      std::atomic<bool>& found, const std::function<bool()>& stop);

// Another connection to it.
c10::intrusive_ptr<c10d::TCPStore> store_of(const RankPlace& place);

std::vector<std::uint8_t> bytes_of(const std::string& text);

}  // namespace regulus::detail
