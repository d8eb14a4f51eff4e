#include "core/base/heavy_work.h"

namespace regulus {
namespace {

std::function<void(std::string_view)>& heard() {
    static std::function<void(std::string_view)> listener;
    return listener;
}

}  // namespace

void begin_heavy_work(std::string_view what) {
    if (heard()) heard()(what);
}

void listen_to_heavy_work(std::function<void(std::string_view)> listener) {
    heard() = std::move(listener);
}

}  // namespace regulus
