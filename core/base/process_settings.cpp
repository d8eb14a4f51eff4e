#include "core/base/process_settings.h"

namespace regulus {
namespace {

ProcessSettings own;
std::atomic<ProcessSettings*> used{&own};

}  // namespace

ProcessSettings& process_settings() noexcept {
    return *used.load();
}

void share_process_settings(ProcessSettings& program) noexcept {
    used.store(&program);
}

}  // namespace regulus
