#include "core/model/device.h"

#include <charconv>

#include "core/base/error.h"
#include "core/base/process_settings.h"

namespace regulus {
namespace {

constexpr int automatic = -1, cpu = -2, operators = -3;  // in the settings; a GPU is its number

}  // namespace

DeviceChoice device_choice_from(std::string_view name) {
    using Kind = DeviceChoice::Kind;
    if (name == "auto") return {Kind::Automatic};
    if (name == "cpu") return {Kind::Cpu};
    if (name == "operators") return {Kind::Operators};
    if (name == "cuda") return {Kind::Gpu};
    constexpr std::string_view gpu = "cuda:";
    if (name.starts_with(gpu)) {
        const char *begin = name.data() + gpu.size(), *end = name.data() + name.size();
        int number = 0;
        const auto [last, wrong] = std::from_chars(begin, end, number);
        if (wrong == std::errc() && last == end && number >= 0 && number < 128) return {Kind::Gpu, number};
    }
    throw Error(ErrorKind::Usage, "Unknown device '" + std::string(name) + "'", {},
                "Use auto, cpu, cuda or cuda:N");
}

std::string to_string(DeviceChoice choice) {
    switch (choice.kind) {
        case DeviceChoice::Kind::Automatic:
            return "auto";
        case DeviceChoice::Kind::Cpu:
            return "cpu";
        case DeviceChoice::Kind::Operators:
            return "operators";
        case DeviceChoice::Kind::Gpu:
            break;
    }
    return "cuda:" + std::to_string(choice.gpu);
}

DeviceChoice device_choice() noexcept {
    using Kind = DeviceChoice::Kind;
    const int stored = process_settings().device;
    if (stored >= 0) return {Kind::Gpu, stored};
    return {stored == cpu ? Kind::Cpu : stored == operators ? Kind::Operators : Kind::Automatic};
}

void set_device_choice(DeviceChoice choice) noexcept {
    using Kind = DeviceChoice::Kind;
    process_settings().device = choice.kind == Kind::Gpu         ? choice.gpu
                                : choice.kind == Kind::Cpu       ? cpu
                                : choice.kind == Kind::Operators ? operators
                                                                 : automatic;
}

bool device_choice_used() noexcept {
    return process_settings().device_used;
}

}  // namespace regulus
