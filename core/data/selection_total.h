// The total that cells were scaled to before some of their genes were taken out.
#pragma once

#include "core/data/dataset.h"

namespace regulus {

// Where the total of an assay's scale is a guess and a column of obs holds the counts that each cell had (its
// product with the cell's factor is the same in all cells), the total is that product and no longer a guess.
void settle_totals(Dataset& dataset);

}  // namespace regulus
