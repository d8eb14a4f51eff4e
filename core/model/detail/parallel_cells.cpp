#include "core/model/detail/parallel_cells.h"

#include <ATen/Parallel.h>

namespace regulus::detail {

void parallel_cells(std::int64_t n, const std::function<void(std::int64_t)>& work) {
    at::parallel_for(0, n, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) work(i);
    });
}

}  // namespace regulus::detail
