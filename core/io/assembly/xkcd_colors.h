// The colours of Matplotlib's "xkcd:" names. Only for the sources of core/io.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace regulus {

// 0xrrggbb of a name in lower case without its "xkcd:", "light blue"; "gray" and "grey" are the same. nullopt
// for no such name.
std::optional<std::uint32_t> xkcd_color(std::string_view name);

}  // namespace regulus
