// Gates as in flow cytometry: areas of the plane of two numbers of each cell, one within another. A gate
// holds the cells of its parent that lie in its area; its axes are names, so that it outlives the plot it was
// drawn on.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/cell_set.h"
#include "core/base/job.h"

namespace regulus {

struct GateCorner {
    double x = 0, y = 0;
    bool operator==(const GateCorner&) const = default;
};

struct Gate {
    int id = 0;      // from 1
    int parent = 0;  // id of another; 0: all cells
    std::string name;
    std::string x, y;                 // names of the axes
    bool box = false;                 // two corners, the lower ones first, either at infinity
    std::vector<GateCorner> corners;  // in units of the axes; of a polygon at least three, closed by itself
    // Of an axis whose values may be computed again under the same name, as those of a map: which ones they
    // were, as GateAxis says it. Empty: whichever there are.
    std::string x_version = {}, y_version = {};

    bool operator==(const Gate&) const = default;
};
using Gates = std::vector<Gate>;

// The same area with x and y in each other's place.
Gate transposed(Gate gate);
// A box with its lower corner first, whichever two opposite ones it is given by.
Gate ordered(Gate gate);

// One value a cell each. Of a box low <= value < high, so that boxes that share a side share no cell; of a
// polygon the even-odd rule. A cell without a finite value of both is outside.
CellSet cells_in(const Gate& gate, std::span<const double> x, std::span<const double> y);

// Each with its parent before it, children in the order they were made; depth 0 has no parent.
struct GatePlace {
    std::size_t at;  // in `gates`
    int depth;
};
std::vector<GatePlace> gate_order(const Gates& gates);
const Gate* gate_of(const Gates& gates, int id);  // null: none
Gates without_gate(const Gates& gates, int id);   // nor those within it
// Whether a gate may be given another parent, 0: all cells. Not that which it has, none that is not there,
// and neither itself nor one within it.
bool may_lie_within(const Gates& gates, int id, int parent);
Gates with_parent(const Gates& gates, int id, int parent);  // unchanged where it may not
int next_gate_id(const Gates& gates);
std::vector<int> gate_leaves(const Gates& gates);  // ids of those that no other is within, in gate_order()
// The names from the outermost on, " / " between them.
std::string gate_path(const Gates& gates, int id);
inline constexpr std::size_t most_gates = 1000;
// Why these cannot be gates (of a file that somebody else wrote), or nothing: an id twice, a parent that is
// not there, a circle, too few corners, a corner that is no number, more than most_gates.
std::string gates_problem(const Gates& gates);

// What a gate holds, in the order of `gates`.
struct GateCells {
    std::optional<CellSet> cells;   // nullopt: unknown
    std::string problem;            // why: "There is no CD14 now", "What it lies within is unknown"
    std::size_t count = 0, of = 0;  // cells; those of its parent
};
struct GateAxis {
    std::span<const double> values;  // one a cell
    std::string version = {};        // tells values from others of the same name; empty: there are no others
};
// Nothing where that axis is not there; asked for each once.
using AxisValues = std::function<std::optional<GateAxis>(const std::string& axis)>;
// Gates must have no gates_problem(). A gate that was drawn on another version of an axis holds unknown
// cells. Progress 0..1; throws Cancelled.
std::vector<GateCells> evaluate_gates(const Gates& gates, std::size_t cells, const AxisValues& values,
                                      Job& job);

}  // namespace regulus
