// Ranks for people.
#pragma once

#include <span>
#include <string>

namespace regulus {

// "Rank 3", "Ranks 1, 3-7, 9": ascending, at least one. Of many stretches the first ten and how many more.
std::string rank_list(std::span<const int> ranks);

}  // namespace regulus
