#include "core/data/group_sizes.h"

namespace regulus {

std::vector<std::size_t> group_sizes(std::span<const std::int32_t> codes, std::size_t categories) {
    std::vector<std::size_t> sizes(categories + 1);
    for (const std::int32_t code : codes) ++sizes[code < 0 ? categories : static_cast<std::size_t>(code)];
    return sizes;
}

}  // namespace regulus
