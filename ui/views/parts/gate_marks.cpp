#include "ui/views/parts/gate_marks.h"

#include <algorithm>
#include <limits>

#include "ui/figures/scatter/scatter_plot.h"

namespace regulus {
std::vector<PlaneMarks::Outline> outlinesOn(const GateState& gates, const std::string& x,
                                            const std::string& y) {
    std::vector<PlaneMarks::Outline> outlines;
    for (const Gate& gate : gates.gates()) {
        if (gate.x != x || gate.y != y) continue;
        PlaneMarks::Outline outline = outlineOf(gate, gateText(gate.name, gates.counted()->of(gate.id)));
        outline.chosen = gate.id == gates.chosen();
        outlines.push_back(std::move(outline));
    }
    return outlines;
}

std::vector<GateCorner> cornersOf(const PlaneMarks::Outline& outline) {
    std::vector<GateCorner> corners;
    for (const QPointF& corner : outline.corners) corners.push_back({corner.x(), corner.y()});
    if (!outline.box) return corners;
    const auto [left, right] = std::ranges::minmax(corners, {}, &GateCorner::x);
    const auto [low, high] = std::ranges::minmax(corners, {}, &GateCorner::y);
    return {{left.x, low.y}, {right.x, high.y}};
}

void reshapeGate(GateState& gates, const PlaneMarks& marks, const MarkGrip& grip, bool done) {
    const auto at = std::ranges::find(marks.outlines, grip.outline, &PlaneMarks::Outline::id);
    if (grip.part == MarkGrip::Part::Corner && at != marks.outlines.end())
        gates.reshape(at->id, cornersOf(*at), done);
}

namespace {

// Beside the chosen one where that has the same axes, else within it.
int parentFor(const GateState& gates, const std::string& x, const std::string& y) {
    const Gate* const chosen = gate_of(gates.gates(), gates.chosen());
    if (chosen == nullptr) return 0;
    return chosen->x == x && chosen->y == y ? chosen->parent : chosen->id;
}

}  // namespace

Gate drawnGate(const GateState& gates, const QPolygonF& corners, bool box, const std::string& x,
               const std::string& y) {
    return {0, parentFor(gates, x, y), {}, x, y, box, cornersOf({0, {}, corners, box, false})};
}

Gates quadrantGates(const GateState& gates, QPointF cross, const std::string& x, const std::string& y) {
    constexpr double infinite = std::numeric_limits<double>::infinity();
    const char *const minus = "\u2212", *const plus = "+";
    Gates made;
    for (const bool up : {true, false})
        for (const bool right : {false, true}) {
            const GateCorner low{right ? cross.x() : -infinite, up ? cross.y() : -infinite},
                high{right ? infinite : cross.x(), up ? infinite : cross.y()};
            made.push_back({0,
                            parentFor(gates, x, y),
                            x + (right ? plus : minus) + " " + y + (up ? plus : minus),
                            x,
                            y,
                            true,
                            {low, high}});
        }
    return made;
}

}  // namespace regulus
