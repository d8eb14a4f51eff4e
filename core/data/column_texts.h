// A column's values as texts.
#pragma once

#include <string>
#include <vector>

#include "core/data/table.h"

namespace regulus {

// Values as texts, as an index or categories need them; "" where missing.
std::vector<std::string> texts_of(const Column& column);

}  // namespace regulus
