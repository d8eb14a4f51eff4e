// The value in the middle.
#pragma once

#include <vector>

namespace regulus {

// Of an even number the mean of the two in the middle. Needs at least one value, and no NaN.
double median(std::vector<double> values);

}  // namespace regulus
