// How labels and predictions meet: a table of counts, one row a label, one column a class of the model.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/cell_set.h"

namespace regulus {

struct ConfusionMatrix {
    std::vector<std::string> labels;       // rows: those with at least one counted cell, in their own order
    std::vector<std::int32_t> labelCodes;  // their codes
    std::vector<std::string> classes;      // columns: the model's, those of the rows first and in their order
    std::vector<std::int32_t> classCodes;
    std::vector<std::size_t> counts;  // labels × classes
    std::vector<std::size_t> rowTotals;
    std::size_t cells = 0, agreeing = 0;

    std::size_t at(std::size_t row, std::size_t column) const {
        return counts[row * classes.size() + column];
    }
    bool agrees(std::size_t row, std::size_t column) const { return labels[row] == classes[column]; }
    double accuracy() const { return cells ? double(agreeing) / double(cells) : 0; }
    // Mean over the rows that are classes of the model of the F1 of that class; NaN when there is none.
    double macroF1() const;
};

// `label` and `predicted` have one entry a cell, -1 for none; `within` restricts (empty universe: all cells).
ConfusionMatrix confusion(const std::vector<std::string>& labelNames, std::span<const std::int32_t> label,
                          const std::vector<std::string>& classNames, std::span<const std::int32_t> predicted,
                          const CellSet& within);

// Cells of one field.
CellSet cellsOf(const ConfusionMatrix& matrix, std::size_t row, std::size_t column,
                std::span<const std::int32_t> label, std::span<const std::int32_t> predicted,
                const CellSet& within);

// Cells of a whole row.
CellSet cellsOf(const ConfusionMatrix& matrix, std::size_t row, std::span<const std::int32_t> label,
                std::span<const std::int32_t> predicted, const CellSet& within);

}  // namespace regulus
