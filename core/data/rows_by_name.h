// Rows of a table by the names of its index: cells by their barcodes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace regulus {

struct RowsByName {
    std::vector<std::uint32_t> rows;   // in the order named, each once
    std::vector<std::string> unknown;  // in the order named
    std::size_t ambiguous = 0;         // of unknown, those that stand for several rows without a suffix
    std::size_t shortened = 0;         // of rows, those found without what follows their name's last "-"
};

// A name that is not in the index stands for the one row whose name is it, a "-" and a suffix (AAACATAC for
// AAACATAC-1), where there is just one.
RowsByName rows_by_name(const std::vector<std::string>& index, std::span<const std::string> names);

// Names in a text: one a line, or several in a line between blanks, tabs, commas or semicolons; in quotes or
// without. Of a line that is a name of the index as a whole nothing is cut.
std::vector<std::string> names_in(const std::string& text, const std::vector<std::string>& index);

}  // namespace regulus
