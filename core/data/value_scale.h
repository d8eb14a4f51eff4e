// What the values of a matrix are, found out from the values: counts, or what was made of counts, and how
// that is undone.
#pragma once

#include <string>

#include "core/data/matrix_source.h"

namespace regulus {

enum class ValueKind {
    Counts,         // whole numbers >= 0
    LogNormalised,  // >= 0, a logarithm or root of depth-normalised counts
    Normalised,     // >= 0, with fractions, not on a logarithmic scale
    Scaled,         // has negative values
    Empty,          // nothing but zeros
    Levels,         // whole numbers that count nothing: 0 and 1, bins, ranks
    NotFinite,      // NaN or infinite values among them: to be looked at, gene by gene, and no more
};
// "counts", "log-normalised", "normalised", "scaled", "empty", "levels", "with NaN"
const char* to_string(ValueKind kind);

// What was done last: a stored value is form(y).
enum class ValueForm {
    Linear,    // y
    Log,       // ln(1 + y)
    Log2,      // log2(1 + y)
    Log10,     // log10(1 + y)
    LogTwice,  // ln(1 + ln(1 + y))
    Root,      // square root of y
};
double undone(ValueForm form, double value);  // y

// y is the count of a gene × one factor a cell.
struct ValueScale {
    ValueForm form = ValueForm::Linear;
    double total = 0;        // what y sums to in every cell, over all genes of the cell; 0 where cells differ
    bool raw = false;        // y is the counts themselves, or all of them times one constant
    bool selection = false;  // the matrix holds some of the genes that make the total
    bool guessed = false;    // the total does not follow from the values; a column of obs may tell it
    bool known = true;       // false: no such y was found
};
// "log1p of counts per 10,000", "log2(x + 1) of counts per million (CPM, TPM)", "counts with fractions", ...
std::string describe(const ValueScale& scale);
// Whether the values are log1p of counts per 10,000 as they are.
bool is_usual(const ValueScale& scale);

struct ValueFacts {
    ValueKind kind = ValueKind::Empty;
    ValueScale scale;
    double molecules = 0;     // counts of a cell, the median over cells; 0 where that is not known
    double nearly_empty = 0;  // share of cells with fewer than 10 genes
};

// From a sample of at most 2,000 cells over the whole matrix. The scale is found by what y must be: whole
// multiples of one number in each cell (counts), or sums that all cells share. Throws Error(Data) for NaN or
// infinity.
ValueFacts inspect_values(const MatrixSource& matrix);

}  // namespace regulus
