// Keeps large blocks of memory that tensors give back, so that a training step does not fault its activations
// in again: on two cores that is up to a third of a step.
#pragma once

#include <cstddef>

namespace regulus::detail {

// Makes it Torch's allocator for the CPU; further calls do nothing.
void install_caching_allocator();

}  // namespace regulus::detail
