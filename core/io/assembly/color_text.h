// Colours as files name them. Only for the sources of core/io.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace regulus {

// "#rrggbb" in lower case of "#RRGGBB", "#RGB", either with an opacity behind it (which is dropped), a name
// of CSS 4 or Matplotlib ("tab:blue", "xkcd:light blue", "C0", "k"), "0.5" (a grey) or "rgb(255, 0, 0)"; ""
// of anything else.
std::string color_from_text(std::string_view text);

// The same of red, green and blue from 0 to 1; what comes behind them is dropped.
std::string color_from_shares(std::span<const float> shares);

// In place of each "" a colour that no other one is, as long as there are any. Returns how many there were.
std::size_t replace_bad_colors(std::vector<std::string>& colors);

}  // namespace regulus
