// What groups of cells are compared by, and plotted.
#pragma once

namespace regulus {

enum class ValuesOf {
    Genes,      // expression
    Activity,   // of TFs
    Attention,  // to TFs
    Columns,    // numbers of obs: scores of gene sets, counts, shares
};
const char* to_string(ValuesOf what);  // "genes", "activity", "attention", "columns"

}  // namespace regulus
