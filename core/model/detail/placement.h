// Where a network is computed: on the CPU by our kernel, small slices of cells by several threads; or by
// LibTorch's operators, on any device, many cells at once.
#pragma once

#include <ATen/ATen.h>
#include <c10/util/Exception.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>

#include "core/base/error.h"
#include "core/model/device.h"

namespace regulus::detail {

struct Placement {
    at::Device device = at::kCPU;
    bool by_operators = false;
    std::string name = "CPU";  // as it is recorded: "NVIDIA H200"
};

// What the program's device_choice() comes to here. Throws Error(Usage) when that GPU is not there.
Placement chosen_placement();

bool out_of_memory(const c10::Error& error);
Error too_little_memory(const Placement& where, const std::string& detail);

// Returns make(placement) for the chosen one. Where a GPU lacks the memory, it is the CPU's turn if the
// choice was left to the program; else throws Error(Memory).
template <class Make>
auto placed(const Make& make) {
    const Placement chosen = chosen_placement();
    if (chosen.device.is_cpu()) return make(chosen);
    std::string reason;
    try {
        return make(chosen);
    } catch (const c10::Error& error) {
        if (!out_of_memory(error)) throw;
        if (device_choice().kind != DeviceChoice::Kind::Automatic)
            throw too_little_memory(chosen, error.what_without_backtrace());
    }
    return make(Placement{at::kCPU, false, "CPU (" + chosen.name + " has too little memory)"});
}

// Calls work(begin, end) for slices of [0, n): on the CPU slices of `small` cells, several at once; by
// operators one after the other, as large as some of the device's memory takes. `numbers`: a cell's
// intermediate ones.
void for_slices(const Placement& where, std::size_t n, std::size_t small, std::size_t numbers,
                const std::function<void(std::size_t, std::size_t)>& work);
std::size_t slice_size(const Placement& where, std::size_t small, std::size_t numbers);

}  // namespace regulus::detail
