// Work shared among std::threads. Chunks are fixed by the grain alone, never by the number of threads, so
// that a result computed chunk by chunk has the same bytes on any machine.
#pragma once

#include <cstddef>
#include <functional>

namespace regulus {

// Threads used by all of Regulus; at first the number of cores. n < 1 means that number again.
int thread_count() noexcept;
void set_thread_count(int n) noexcept;

// Calls work(begin, end) for the chunks [0, grain), [grain, 2 grain), ... of [0, n), each once, in any
// order, on the calling thread and as many others as can be had. The first exception thrown by a chunk is
// rethrown here after all threads have stopped.
void parallel_for(std::size_t n, std::size_t grain,
                  const std::function<void(std::size_t, std::size_t)>& work);

}  // namespace regulus
