#include "ui/views/data_panel/group_order.h"

#include <algorithm>

namespace regulus {

std::vector<std::string> movedTo(std::vector<std::string> names, const std::string& name,
                                 std::size_t before) {
    const auto at = std::ranges::find(names, name);
    if (at == names.end()) return names;
    const auto to = names.begin() + static_cast<std::ptrdiff_t>(std::min(before, names.size()));
    if (at < to)
        std::rotate(at, at + 1, to);
    else
        std::rotate(to, at, at + 1);
    return names;
}

}  // namespace regulus
