// Reads from a place in an open file, whatever the system gives at a time.
#pragma once

#include <cstddef>
#include <cstdint>

namespace regulus {

// Fills `size` bytes. False for a file that is shorter, and, with `failed` set, when the system could not
// read. Thread: any, also on one descriptor.
bool read_at(int descriptor, std::uint64_t at, void* to, std::size_t size, bool* failed = nullptr);

}  // namespace regulus
