// Calls work(i) for i in [0, n) on Torch's own threads, which are awake while a model trains.
#pragma once

#include <cstdint>
#include <functional>

namespace regulus::detail {

void parallel_cells(std::int64_t n, const std::function<void(std::int64_t)>& work);

}  // namespace regulus::detail
