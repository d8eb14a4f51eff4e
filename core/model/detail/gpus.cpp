#include "core/model/detail/gpus.h"

#include <ATen/Context.h>
#include <dlfcn.h>
#include <torch/cuda.h>

#include <array>
#include <cstdlib>

namespace regulus::detail {
namespace {

// CUDA's driver, whose functions have kept their names and types since CUDA 2.
class Driver {
  public:
    Driver() : m_library(dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL)) {}

    bool found() const { return m_library != nullptr; }

    std::string name_of(int gpu) const {
        const auto start = function<int(unsigned)>("cuInit");
        const auto find = function<int(int*, int)>("cuDeviceGet");
        const auto read_name = function<int(char*, int, int)>("cuDeviceGetName");
        int device = 0;
        std::array<char, 256> name{};
        if (start == nullptr || find == nullptr || read_name == nullptr || start(0) != 0 ||
            find(&device, gpu) != 0 || read_name(name.data(), static_cast<int>(name.size()) - 1, device) != 0)
            return {};
        return name.data();
    }

  private:
    template <class Signature>
    Signature* function(const char* name) const {
        return m_library == nullptr ? nullptr : reinterpret_cast<Signature*>(dlsym(m_library, name));
    }

    void* m_library;  // never closed: LibTorch uses it, too
};

const Driver& driver() {
    static const Driver instance;
    return instance;
}

// LibTorch from 2.2 on fills all new tensors while it is deterministic, unless told not to; older ones know
// no such thing.
template <class Context>
void leave_new_tensors_unfilled(Context& context) {
    if constexpr (requires { context.setDeterministicFillUninitializedMemory(false); })
        context.setDeterministicFillUninitializedMemory(false);
}

}  // namespace

std::vector<std::string> gpu_names() {
    std::vector<std::string> names;
    const auto count = static_cast<int>(torch::cuda::device_count());
    for (int gpu = 0; gpu < count; ++gpu) {
        const std::string name = driver().name_of(gpu);
        names.push_back(name.empty() ? "GPU " + std::to_string(gpu) : name);
    }
    return names;
}

std::string why_no_gpu() {
#ifndef REGULUS_TORCH_CUDA
    return "this LibTorch was built without CUDA";
#else
    return driver().found() ? "the driver shows no GPU that this LibTorch can use"
                            : "no NVIDIA driver is installed (libcuda.so.1)";
#endif
}

void make_gpus_deterministic() {
    // Matrix products need it said before their library starts (NVIDIA: cuBLAS, Results reproducibility).
    static const int once = [] {
        ::setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 0);
        at::globalContext().setDeterministicAlgorithms(true, true);
        leave_new_tensors_unfilled(at::globalContext());
        return 0;
    }();
    static_cast<void>(once);
}

}  // namespace regulus::detail
