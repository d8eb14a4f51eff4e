// What the person chose for the whole program. The Torch side is a module with a copy of core/base of its
// own: it is given the program's settings, so that there is one of each. Only for core/base and core/model.
#pragma once

#include <atomic>
#include <cstddef>

namespace regulus {

struct ProcessSettings {
    std::atomic<int> threads{0};         // 0: one a core
    std::atomic<std::size_t> memory{0};  // bytes, see memory_ceiling(); 0: the default
    std::atomic<int> device{-1};         // see core/model/device.h
    std::atomic<bool> device_used{false};
    std::atomic<int> local_rank{0};  // among the ranks on this machine
};

// Those in use. Thread: any.
ProcessSettings& process_settings() noexcept;
// From now on those of `program`, which outlives all use, stand in place of one's own.
void share_process_settings(ProcessSettings& program) noexcept;

}  // namespace regulus
