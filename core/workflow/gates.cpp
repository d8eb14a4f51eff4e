#include "core/workflow/gates.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/base/cell_loop.h"

namespace regulus {
namespace {

struct Edge {
    double x1, y1, x2, y2;  // y1 < y2
};

std::vector<Edge> edges_of(const std::vector<GateCorner>& corners) {
    std::vector<Edge> edges;
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const GateCorner &a = corners[i], &b = corners[(i + 1) % corners.size()];
        if (a.y == b.y) continue;
        edges.push_back(a.y < b.y ? Edge{a.x, a.y, b.x, b.y} : Edge{b.x, b.y, a.x, a.y});
    }
    return edges;
}

// How many edges cross the ray to the left of the point.
bool inside(const std::vector<Edge>& edges, double x, double y) {
    bool in = false;
    for (const Edge& e : edges)
        in ^= e.y1 <= y && y < e.y2 && x > e.x1 + (y - e.y1) * (e.x2 - e.x1) / (e.y2 - e.y1);
    return in;
}

void visit_children(const Gates& gates, int parent, int depth, std::vector<GatePlace>& order) {
    for (std::size_t i = 0; i < gates.size(); ++i) {
        if (gates[i].parent != parent) continue;
        order.push_back({i, depth});
        visit_children(gates, gates[i].id, depth + 1, order);
    }
}

bool corners_fit(const Gate& gate) {
    if (gate.box ? gate.corners.size() != 2 : gate.corners.size() < 3) return false;
    return std::ranges::all_of(gate.corners, [&](const GateCorner& c) {
        return gate.box ? !std::isnan(c.x) && !std::isnan(c.y) : std::isfinite(c.x) && std::isfinite(c.y);
    });
}

// Why the gate cannot be seen on what there is of its axes, or nothing.
std::string axes_problem(const Gate& gate, const std::optional<GateAxis>& x,
                         const std::optional<GateAxis>& y) {
    if (!x || !y) return "There is no " + (x ? gate.y : gate.x) + " now";
    const auto other = [](const std::string& drawn, const GateAxis& now) {
        return !drawn.empty() && drawn != now.version;
    };
    const bool other_x = other(gate.x_version, *x);
    if (!other_x && !other(gate.y_version, *y)) return {};
    return (other_x ? gate.x : gate.y) + " was computed anew since it was drawn";
}

}  // namespace

Gate transposed(Gate gate) {
    std::swap(gate.x, gate.y);
    std::swap(gate.x_version, gate.y_version);
    for (GateCorner& corner : gate.corners) std::swap(corner.x, corner.y);
    return gate;
}

Gate ordered(Gate gate) {
    if (!gate.box || gate.corners.size() != 2) return gate;
    GateCorner &low = gate.corners[0], &high = gate.corners[1];
    if (low.x > high.x) std::swap(low.x, high.x);
    if (low.y > high.y) std::swap(low.y, high.y);
    return gate;
}

CellSet cells_in(const Gate& gate, std::span<const double> x, std::span<const double> y) {
    const auto holds = [&](auto test) {
        return cells_where(x.size(), [&](std::size_t cell) {
            const double a = x[cell], b = y[cell];
            return std::isfinite(a) && std::isfinite(b) && test(a, b);
        });
    };
    if (gate.box) {
        const GateCorner low = gate.corners[0], high = gate.corners[1];
        return holds(
            [&](double a, double b) { return a >= low.x && a < high.x && b >= low.y && b < high.y; });
    }
    const std::vector<Edge> edges = edges_of(gate.corners);
    const auto [left, right] = std::ranges::minmax(gate.corners, {}, &GateCorner::x);
    const auto [low, high] = std::ranges::minmax(gate.corners, {}, &GateCorner::y);
    return holds([&](double a, double b) {
        return a >= left.x && a <= right.x && b >= low.y && b <= high.y && inside(edges, a, b);
    });
}

std::vector<GatePlace> gate_order(const Gates& gates) {
    std::vector<GatePlace> order;
    visit_children(gates, 0, 0, order);
    return order;
}

const Gate* gate_of(const Gates& gates, int id) {
    const auto at = std::ranges::find(gates, id, &Gate::id);
    return at == gates.end() ? nullptr : &*at;
}

Gates without_gate(const Gates& gates, int id) {
    std::set<int> gone{id};
    for (const GatePlace& place : gate_order(gates))
        if (gone.contains(gates[place.at].parent)) gone.insert(gates[place.at].id);
    Gates left;
    for (const Gate& gate : gates)
        if (!gone.contains(gate.id)) left.push_back(gate);
    return left;
}

bool may_lie_within(const Gates& gates, int id, int parent) {
    const Gate* const gate = gate_of(gates, id);
    if (gate == nullptr || gate->parent == parent) return false;
    if (parent == 0) return true;
    const Gate* outer = gate_of(gates, parent);
    if (outer == nullptr) return false;
    for (; outer != nullptr; outer = gate_of(gates, outer->parent))
        if (outer->id == id) return false;
    return true;
}

Gates with_parent(const Gates& gates, int id, int parent) {
    Gates moved = gates;
    if (may_lie_within(gates, id, parent)) std::ranges::find(moved, id, &Gate::id)->parent = parent;
    return moved;
}

int next_gate_id(const Gates& gates) {
    int most = 0;
    for (const Gate& gate : gates) most = std::max(most, gate.id);
    return most + 1;
}

std::vector<int> gate_leaves(const Gates& gates) {
    std::vector<int> leaves;
    for (const GatePlace& place : gate_order(gates))
        if (std::ranges::find(gates, gates[place.at].id, &Gate::parent) == gates.end())
            leaves.push_back(gates[place.at].id);
    return leaves;
}

std::string gate_path(const Gates& gates, int id) {
    std::string path;
    for (const Gate* gate = gate_of(gates, id); gate != nullptr; gate = gate_of(gates, gate->parent))
        path = path.empty() ? gate->name : gate->name + " / " + path;
    return path;
}

std::string gates_problem(const Gates& gates) {
    if (gates.size() > most_gates) return "there are too many gates";
    std::set<int> ids;
    for (const Gate& gate : gates) {
        if (gate.id <= 0 || !ids.insert(gate.id).second) return "two gates have the same number";
        if (!corners_fit(gate)) return "a gate has too few corners, or one that is no number";
    }
    for (const Gate& gate : gates)
        if (gate.parent != 0 && !ids.contains(gate.parent)) return "a gate lies within one that is not there";
    return gate_order(gates).size() == gates.size() ? "" : "gates lie within each other in a circle";
}

std::vector<GateCells> evaluate_gates(const Gates& gates, std::size_t cells, const AxisValues& values,
                                      Job& job) {
    std::vector<GateCells> out(gates.size());
    std::map<std::string, std::optional<GateAxis>> known;
    const auto axis = [&](const std::string& name) {
        const auto at = known.find(name);
        return at != known.end() ? at->second : known.emplace(name, values(name)).first->second;
    };
    std::map<int, std::size_t> place_of;
    for (std::size_t i = 0; i < gates.size(); ++i) place_of[gates[i].id] = i;
    double done = 0;
    for (const GatePlace& place : gate_order(gates)) {
        job.checkpoint();
        job.progress(done++ / static_cast<double>(gates.size()), "gating cells");
        const Gate& gate = gates[place.at];
        GateCells& result = out[place.at];
        const auto x = axis(gate.x), y = axis(gate.y);
        const GateCells* parent = gate.parent == 0 ? nullptr : &out[place_of.at(gate.parent)];
        result.problem = axes_problem(gate, x, y);
        if (!result.problem.empty()) continue;
        if (parent != nullptr && !parent->cells) {
            result.problem = "What it lies within is unknown";
        } else {
            result.cells = cells_in(gate, x->values, y->values);
            if (parent != nullptr) *result.cells &= *parent->cells;
            result.count = result.cells->count();
            result.of = parent != nullptr ? parent->count : cells;
        }
    }
    return out;
}

}  // namespace regulus
