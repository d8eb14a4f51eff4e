// Many tests at once.
#pragma once

#include <span>
#include <vector>

namespace regulus {

// The smallest false discovery rate at which each test is called: Benjamini and Hochberg, Journal of the
// Royal Statistical Society B 57 (1995), 289. NaN, what was not tested, stays NaN and does not count.
std::vector<double> benjamini_hochberg(std::span<const double> p);

}  // namespace regulus
