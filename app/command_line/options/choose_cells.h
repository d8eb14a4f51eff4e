// Cells named on the command line: barcodes, a file of barcodes, or a group of a column.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace regulus {

struct CellChoice {
    std::vector<std::string> barcodes;
    std::string file;   // one barcode a line; a CSV's first column serves, too
    std::string group;  // "column=value"
};
// `range`: another option that chooses cells, or null; they exclude each other.
void declare_cells(CLI::App& app, CellChoice& choice, CLI::Option* range = nullptr);

// Rows of obs, in the order named, each once; all rows when nothing was named. Throws Error(Usage) for
// barcodes, columns or values that are not there, Error(Input) when the file cannot be read.
std::vector<std::uint32_t> chosen_cells(const Table& obs, const CellChoice& choice);

// Those cells, in the order of obs, as a dataset of their own; all of it as it is.
struct DatasetPart {
    std::vector<std::uint32_t> rows;
    std::shared_ptr<const Dataset> dataset;
};
DatasetPart part_of(const std::shared_ptr<const Dataset>& dataset, const CellChoice& choice);

}  // namespace regulus
