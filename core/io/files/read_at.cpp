#include "core/io/files/read_at.h"

#include <unistd.h>

#include <cerrno>

namespace regulus {

bool read_at(int descriptor, std::uint64_t at, void* to, std::size_t size, bool* failed) {
    auto* out = static_cast<char*>(to);
    while (size > 0) {
        const ssize_t got = ::pread(descriptor, out, size, static_cast<off_t>(at));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && failed != nullptr) *failed = true;
        if (got <= 0) return false;
        out += got;
        at += static_cast<std::uint64_t>(got);
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

}  // namespace regulus
