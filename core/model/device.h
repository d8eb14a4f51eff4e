// Where models that read genes are computed. What reads regulons is computed on the CPU.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace regulus {

struct DeviceChoice {
    enum class Kind {
        Automatic,  // a GPU that LibTorch can use (the first, or of several ranks on a machine one each as
                    // far as they go), else the CPU; also where a GPU lacks the memory
        Cpu,
        Gpu,
        // The CPU, but as a GPU is used: by LibTorch's operators, a batch as one. Slow; to compare with.
        Operators,
    };
    Kind kind = Kind::Automatic;
    int gpu = 0;  // counts from 0

    bool operator==(const DeviceChoice&) const = default;
};
// "auto", "cpu", "cuda" (the first GPU), "cuda:N" or "operators". Throws Error(Usage) for anything else.
DeviceChoice device_choice_from(std::string_view name);
std::string to_string(DeviceChoice choice);

// The choice for the whole program; Automatic until it is set. Trainers and predictors that are made from
// then on follow it. Thread: any.
DeviceChoice device_choice() noexcept;
void set_device_choice(DeviceChoice choice) noexcept;
// Whether anything was computed that follows the choice.
bool device_choice_used() noexcept;

// The names of the GPUs that LibTorch can use, such as "NVIDIA H200"; place i is "cuda:i". Opens the Torch
// module: not for the GUI thread. Throws Error(Internal) when that cannot be opened.
std::vector<std::string> usable_gpus();

}  // namespace regulus
