// What groups of cells are compared by, and plotted.
#pragma once

namespace regulus {

enum class ValuesOf { Genes, Activity, Attention };
const char* to_string(ValuesOf what);  // "genes", "activity", "attention"

}  // namespace regulus
