// Counts behind values that were scaled cell by cell: in each cell all values are whole multiples of one
// number, the unit of the cell. What the units have in common tells the total that cells were scaled to.
#pragma once

#include <optional>
#include <span>

#include "core/data/value_scale.h"

namespace regulus {

struct CellUnit {
    double unit = 0;       // of the values with the form undone
    double counts = 0;     // of the cell, as far as its genes are in the matrix: sum / unit
    double precision = 0;  // of the unit, relative: values are stored with few digits
};

struct UnitFit {
    bool informative = false;  // several different values that could be multiples
    bool multiples = false;    // they are
    CellUnit cell;             // when they are
};

// A value with the form undone, and how far rounding may have moved it; 0 where it was not rounded.
struct Undone {
    double value = 0, error = 0;
};
// `step`: that stored values were rounded to (see Rounding); 0 for none.
Undone undone_rounded(ValueForm form, double stored, double step);

// `values`: those of one cell that are above 0.
UnitFit fit_unit(std::span<const Undone> values);

// The same of stored values; nullopt when they are no multiples or too few to tell.
std::optional<CellUnit> unit_of(std::span<const float> values, ValueForm form, double step);

// The total that cells were scaled to over all their genes, of which some are not in the matrix: the one by
// which total / unit, the counts that a cell had, is a whole number in nearly all cells and not below what is
// left of it, the smallest of several. nullopt when there is none (size factors that are no sums of counts),
// or when cells are too few, too deep or too roughly rounded to tell.
std::optional<double> total_behind(std::span<const CellUnit> cells);

}  // namespace regulus
