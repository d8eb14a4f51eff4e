// Counts as people read them, in messages and reports.
#pragma once

#include <cstddef>
#include <string>

namespace regulus {

std::string count_text(std::size_t count);  // "2,638"
// "1 cell", "2,638 cells"
std::string count_text(std::size_t count, const char* singular, const char* plural);

}  // namespace regulus
