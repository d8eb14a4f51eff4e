// The GPUs that LibTorch can use. CUDA's headers are not needed: a LibTorch made for CUDA brings what is
// linked.
#pragma once

#include <string>
#include <vector>

namespace regulus::detail {

// One a device "cuda:N", in LibTorch's order; "GPU N" where the driver does not say its name.
std::vector<std::string> gpu_names();

// Why there is none, as a sentence's end: "this LibTorch was built without CUDA".
std::string why_no_gpu();

// Sums have the same bytes from run to run, at some cost. To be called before the first tensor on a GPU.
void make_gpus_deterministic();

}  // namespace regulus::detail
