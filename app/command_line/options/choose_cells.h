// Cells named on the command line: barcodes, a file of barcodes, or a group of a column.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/data/table.h"

namespace CLI {
class App;
}

namespace regulus {

struct CellChoice {
    std::vector<std::string> barcodes;
    std::string file;   // one barcode a line; a CSV's first column serves, too
    std::string group;  // "column=value"
};
void declare_cells(CLI::App& app, CellChoice& choice);

// Rows of obs, in the order named, each once; all rows when nothing was named. Throws Error(Usage) for
// barcodes, columns or values that are not there, Error(Input) when the file cannot be read.
std::vector<std::uint32_t> chosen_cells(const Table& obs, const CellChoice& choice);

}  // namespace regulus
