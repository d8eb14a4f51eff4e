#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

#include "core/base/process_settings.h"

namespace regulus {
namespace {

int cores() noexcept {
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

}  // namespace

int thread_count() noexcept {
    const int n = process_settings().threads.load();
    return n > 0 ? n : cores();
}

void set_thread_count(int n) noexcept {
    process_settings().threads.store(n > 0 ? n : 0);
}

void parallel_for(std::size_t n, std::size_t grain,
                  const std::function<void(std::size_t, std::size_t)>& work) {
    grain = std::max<std::size_t>(grain, 1);
    const std::size_t chunks = (n + grain - 1) / grain;
    const std::size_t workers = std::min<std::size_t>(static_cast<std::size_t>(thread_count()), chunks);
    std::atomic<std::size_t> next{0};
    std::exception_ptr failure;
    std::mutex failure_lock;
    const auto run = [&] {
        for (std::size_t chunk = next++; chunk < chunks; chunk = next++) {
            try {
                work(chunk * grain, std::min(n, (chunk + 1) * grain));
            } catch (...) {
                const std::lock_guard lock(failure_lock);
                if (!failure) failure = std::current_exception();
                next = chunks;
            }
        }
    };
    std::vector<std::thread> team;
    try {
        for (std::size_t i = 1; i < workers; ++i) team.emplace_back(run);
    } catch (const std::system_error&) {  // no more threads, or no memory for one: those there are go on
    } catch (const std::bad_alloc&) {
    }
    run();
    for (auto& thread : team) thread.join();
    if (failure) std::rethrow_exception(failure);
}

}  // namespace regulus
