#include "app/command_line/interrupt.h"

#include <atomic>
#include <csignal>
#include <cstdlib>

#include "core/base/error.h"

namespace regulus {
namespace {

std::atomic<int> count{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may not lock");

extern "C" void on_interrupt(int) {
    if (count.fetch_add(1) >= 2) std::_Exit(exit_cancelled);
}

}  // namespace

void catch_interrupts() {
    std::signal(SIGINT, on_interrupt);
    std::signal(SIGTERM, on_interrupt);
    if (std::signal(SIGHUP, on_interrupt) == SIG_IGN) std::signal(SIGHUP, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

int interrupts() noexcept {
    return count.load(std::memory_order_relaxed);
}

}  // namespace regulus
