// How a data set is opened: what may be kept in memory, and how careful to be.
#pragma once

#include <cstddef>

namespace regulus {

struct ReadOptions {
    // Matrices whose values need less than this together are kept in memory once read (X first, then layers,
    // then raw); the others are read from disk whenever they are asked for.
    std::size_t in_memory_bytes = std::size_t{512} << 20U;
    // A matrix that must be turned around or parsed from text in memory; beyond this it is refused.
    std::size_t max_bytes = std::size_t{4} << 30U;
    // HDF5 itself has memory errors on hostile files: a child process looks first, and takes the crash.
    bool look_first = true;
};

}  // namespace regulus
