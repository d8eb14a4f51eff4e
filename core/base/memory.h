// How much memory the program has used.
#pragma once

namespace regulus {

// The most that was resident at a time since the program started, in MiB.
double peak_memory_mb();

}  // namespace regulus
