// Names in the order people read them in: donor 2 before donor 10.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace regulus {

// Runs of digits by the number they stand for, letters of ASCII without regard to case; names that are equal
// then, by their bytes: a strict order in which only the same name is equal.
bool natural_less(std::string_view a, std::string_view b) noexcept;

// The places of the names in the order to list them in: their own where somebody chose it (`ordered`, or not
// the order of the alphabet, which is what programs leave behind), else the natural one.
std::vector<std::size_t> listing_order(std::span<const std::string> names, bool ordered);

}  // namespace regulus
