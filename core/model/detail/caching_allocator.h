// Keeps large blocks of memory that tensors give back, so that a training step does not fault its activations
// in again: on two cores that is up to a third of a step.
#pragma once

namespace regulus::detail {

// Makes it Torch's allocator for the CPU, before any tensor is made; further calls do nothing.
void install_caching_allocator();

// While one of these lives, blocks are kept, up to an eighth of the memory's ceiling and at most 2 GiB; when
// the last one ends they go back to the system. Thread: any.
class CachedMemory {
  public:
    CachedMemory();
    ~CachedMemory();
    CachedMemory(const CachedMemory&) = delete;
    CachedMemory& operator=(const CachedMemory&) = delete;
};

}  // namespace regulus::detail
