#include "core/base/memory.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

#include "core/base/process_settings.h"

namespace regulus {

double peak_memory_mb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

std::size_t machine_memory_bytes() {
    const long pages = ::sysconf(_SC_PHYS_PAGES), size = ::sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 ? static_cast<std::size_t>(pages) * static_cast<std::size_t>(size)
                                 : std::size_t{8} << 30U;
}

std::size_t memory_ceiling() {
    const std::size_t chosen = process_settings().memory;
    return chosen != 0 ? chosen : machine_memory_bytes() / 4;
}

std::size_t block_memory() {
    return std::clamp(memory_ceiling() / 16, std::size_t{1} << 20U, std::size_t{64} << 20U);
}

std::size_t building_memory() {
    return std::min(memory_ceiling() / 4, std::size_t{256} << 20U);
}

void set_memory_ceiling(std::size_t bytes) {
    process_settings().memory = bytes;
}

}  // namespace regulus
