// Columns of obs as people mean them: which hold labels, which hold donors or batches, and a chosen column
// as classes and codes, cells without a usable label left out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/missing_label.h"
#include "core/data/table.h"

namespace regulus {

// What the values of a column are: the names of classes, or what stands for names that a person would know.
enum class LabelKind { Names, Numbers, Identifiers };

struct Labels {
    std::string column;
    std::vector<std::string> classes;        // those with at least one cell, in the column's own order
    std::vector<std::int32_t> codes;         // one a cell: class, or -1 without a label
    std::vector<std::string> colors;         // "#rrggbb" a class, the file's own; empty when it has none
    std::vector<std::size_t> counts;         // cells of each class
    std::size_t unlabelled = 0;              // cells with code -1
    std::vector<std::string> unlabelled_as;  // values that were taken as "no label": "unknown", "NA"
    // A class with a single cell, many unlabelled cells, numbers or identifiers in the place of names.
    std::vector<std::string> warnings;
};

// Throws Error(Usage) when there is no such column (the message lists the columns that look like labels),
// Error(Data) when it holds measurements, has more than 1,000 values or fewer than two classes.
Labels read_labels(const Table& obs, const std::string& column);
// The same of a column that need not be one of `obs`, of as many cells.
Labels read_labels(const Column& column, const Table& obs);

// A column that could serve, as a person would judge it.
struct ColumnGuess {
    std::string name;
    std::size_t classes = 0;     // values with at least one cell, the unlabelled ones not counted
    std::size_t unlabelled = 0;  // cells
    LabelKind kind = LabelKind::Names;
};

// Columns that look like cell types or clusters, best guess first: categories of at least two cells on
// average, 2 to 500 of them, or whole numbers in a column named as clusters are. Names come before numbers
// (codes of clusters, of factors that lost their levels) and identifiers (CL:0000236), whatever the column is
// called; those that name the very classes that such codes stand for come before other names.
std::vector<ColumnGuess> label_columns(const Table& obs);
// Columns that look like donors, samples or batches, donors first.
std::vector<ColumnGuess> batch_columns(const Table& obs);
// Whether a column is called as donors or samples are, which are replicates; batches, lanes and plates are
// not.
bool named_as_replicates(std::string_view column);

// One group a cell for splitting by donor; cells without a value form a group of their own.
// Throws Error(Usage) for a column that is not there, Error(Data) for one with fewer than two values or
// with measurements.
std::vector<std::int32_t> read_groups(const Table& obs, const std::string& column);

}  // namespace regulus
