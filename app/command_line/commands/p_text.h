// p values and false discovery rates as tables show them.
#pragma once

#include <string>

namespace regulus {

std::string p_text(double p);  // "0.042", "3.1e-12", "<1e-300"; "" of NaN

}  // namespace regulus
