// Numbers as other programs read them.
#pragma once

#include <string>

namespace regulus {

// The shortest text that reads back as the same number of the same type; NaN is "", infinity "inf". For
// tables as text, wherever one is written.
std::string plain_number(double value);
std::string plain_number(float value);

}  // namespace regulus
