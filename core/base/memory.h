// How much memory the program may use, and has used.
#pragma once

#include <cstddef>

namespace regulus {

// The most that was resident at a time since the program started, in MiB.
double peak_memory_mb();

// Bytes that matrices and batches kept in memory should not pass together: what is larger stays on disk or
// goes there. A quarter of the computer's memory unless it was set. Thread: any.
std::size_t memory_ceiling();
// 0 goes back to the default. What was read before stays as it is.
void set_memory_ceiling(std::size_t bytes);

std::size_t machine_memory_bytes();

}  // namespace regulus
