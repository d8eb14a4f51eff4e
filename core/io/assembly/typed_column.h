// Columns of annotation from text. Only for the sources of core/io.
#pragma once

#include <string>
#include <vector>

#include "core/data/table.h"

namespace regulus {

// Numeric when all values are numbers (integral when all are whole), boolean when all are true or false in
// any case, categorical when one repeats, else text. Whole numbers keep every digit; what has zeros in front
// (007), or more digits than 64 bits, is a name. A comma is read as a point where all values are numbers
// then. What is missing (see is_missing_text) decides nothing.
Column typed_column(std::string name, std::vector<std::string> values);

}  // namespace regulus
