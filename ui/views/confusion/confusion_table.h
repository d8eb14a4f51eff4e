// How labels and predictions meet: a table of counts, one row a label, one column a class of the model. The
// scores are those of core/stats over the names of both: a label that is no class of the model counts as a
// class that is never predicted.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/cell_set.h"
#include "core/stats/classification_metrics.h"

namespace regulus {

struct ConfusionTable {
    std::vector<std::string> labels;       // rows: those with at least one counted cell, see listing_order()
    std::vector<std::int32_t> labelCodes;  // their codes
    std::vector<std::string> classes;      // columns: the model's, those of the rows first and in their order
    std::vector<std::int32_t> classCodes;
    std::vector<std::size_t> rowTotals, columnTotals;
    ConfusionMatrix counts;                // over all names: the labels', then the classes that are no label
    bool comparable = false;               // see namesMeet(); else no field is right or wrong
    std::vector<std::size_t> classPlaces;  // where the columns are in it; a row is where its label code says

    bool empty() const { return labels.empty() || classes.empty(); }
    std::size_t at(std::size_t row, std::size_t column) const {
        return counts(std::size_t(labelCodes[row]), classPlaces[column]);
    }
    enum class Meaning { Correct, Wrong, Unknown };
    Meaning meaning(std::size_t row, std::size_t column) const {
        if (!comparable) return Meaning::Unknown;
        return labels[row] == classes[column] ? Meaning::Correct : Meaning::Wrong;
    }
};

// `label` and `predicted` have one entry a cell, -1 for none; `within` restricts (empty universe: all cells).
ConfusionTable confusionTable(const std::vector<std::string>& labelNames, std::span<const std::int32_t> label,
                              const std::vector<std::string>& classNames,
                              std::span<const std::int32_t> predicted, const CellSet& within);

// Cells of one field.
CellSet cellsOf(const ConfusionTable& table, std::size_t row, std::size_t column,
                std::span<const std::int32_t> label, std::span<const std::int32_t> predicted,
                const CellSet& within);

// Cells of a whole row.
CellSet cellsOf(const ConfusionTable& table, std::size_t row, std::span<const std::int32_t> label,
                std::span<const std::int32_t> predicted, const CellSet& within);
// Labelled cells of a whole column.
CellSet cellsOfColumn(const ConfusionTable& table, std::size_t column, std::span<const std::int32_t> label,
                      std::span<const std::int32_t> predicted, const CellSet& within);

}  // namespace regulus
