#include "core/model/detail/placement.h"

#include <vector>

#include "core/base/parallel.h"
#include "core/base/process_settings.h"
#include "core/model/detail/gpus.h"

namespace regulus::detail {
namespace {

Placement gpu(const std::vector<std::string>& names, int number) {
    make_gpus_deterministic();
    return {at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(number)), true,
            names[static_cast<std::size_t>(number)]};
}

}  // namespace

Placement chosen_placement() {
    using Kind = DeviceChoice::Kind;
    process_settings().device_used = true;
    const DeviceChoice choice = device_choice();
    if (choice.kind == Kind::Cpu) return {};
    if (choice.kind == Kind::Operators) return {at::kCPU, true, "CPU by operators"};
    const std::vector<std::string> names = gpu_names();
    if (choice.kind == Kind::Automatic)
        return names.empty() ? Placement{}
                             : gpu(names, process_settings().local_rank % static_cast<int>(names.size()));
    if (names.empty())
        throw Error(
            ErrorKind::Usage, "No GPU can be used: " + why_no_gpu(), to_string(choice),
            "Choose cpu or auto (--device, or Preferences), or build Regulus with a LibTorch for this GPU");
    if (choice.gpu >= static_cast<int>(names.size()))
        throw Error(ErrorKind::Usage, "There is no GPU " + std::to_string(choice.gpu), to_string(choice),
                    names.size() == 1 ? "There is one: cuda:0"
                                      : "There are cuda:0 to cuda:" + std::to_string(names.size() - 1));
    return gpu(names, choice.gpu);
}

bool out_of_memory(const c10::Error& error) {
    const std::string message = error.what_without_backtrace();
    return message.find("out of memory") != std::string::npos ||
           message.find("not enough memory") != std::string::npos;
}

Error too_little_memory(const Placement& where, const std::string& detail) {
    return {ErrorKind::Memory, where.name + " has too little memory for the model", detail,
            "Choose cpu or auto (--device, or Preferences), or fewer genes"};
}

std::size_t slice_size(const Placement& where, std::size_t small, std::size_t numbers) {
    constexpr std::size_t room = std::size_t{1} << 30U;
    if (!where.by_operators) return small;
    return std::clamp<std::size_t>(room / (std::max<std::size_t>(numbers, 1) * sizeof(float)), small, 1024);
}

void for_slices(const Placement& where, std::size_t n, std::size_t small, std::size_t numbers,
                const std::function<void(std::size_t, std::size_t)>& work) {
    const std::size_t slice = slice_size(where, small, numbers);
    if (!where.by_operators) return parallel_for(n, slice, work);
    for (std::size_t begin = 0; begin < n; begin += slice) work(begin, std::min(n, begin + slice));
}

}  // namespace regulus::detail
