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

// What one piece of work may take of that by itself, so that all together keep below it: a block of cells
// that a pass over a matrix reads at once, beside which there may be two or three more of its size, 64 MiB or
// a sixteenth of the ceiling, at least 1 MiB; and making an index or turning a matrix around, 256 MiB or a
// quarter. Thread: any.
std::size_t block_memory();
std::size_t building_memory();

std::size_t machine_memory_bytes();

}  // namespace regulus
