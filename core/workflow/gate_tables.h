// Gates as a table, and as a column of cells.
#pragma once

#include <string>

#include "core/data/table.h"
#include "core/workflow/gates.h"

namespace regulus {

// One row a gate, in gate_order(): its name, the path to it, its parent, axes, shape, corners ("x y; x y"),
// cells, percent of its parent and of all `cells`, and why that is unknown. `held` as evaluate_gates() gives
// it. Written beside `path` and renamed. Throws Error(Storage).
void write_gates(const Gates& gates, const std::vector<GateCells>& held, std::size_t cells,
                 const std::string& path);

// Two groups: the name of the gate, and "not " with it. The gate's cells must be known.
Categorical in_gate(const Gate& gate, const GateCells& held);
// A group for each gate that no other lies within; a cell in several of them is in "several gates", one in
// none has no value. Gates whose cells are unknown are left out.
Categorical leaf_gates(const Gates& gates, const std::vector<GateCells>& held, std::size_t cells);

}  // namespace regulus
