#include "ui/views/parts/gate_marks.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace regulus {
namespace {

bool sameAxes(const Gate& gate, const PlaneAxes& axes) {
    const auto fits = [](const std::string& drawn, const std::string& now) {
        return drawn.empty() || drawn == now;
    };
    return gate.x == axes.x && gate.y == axes.y && fits(gate.x_version, axes.x_version) &&
           fits(gate.y_version, axes.y_version);
}

// Of a gate on these axes as it lies on the plot; nullopt: it is on others.
std::optional<Gate> laidOn(const Gate& gate, const PlaneAxes& axes) {
    if (sameAxes(gate, axes)) return gate;
    Gate turned = transposed(gate);
    return sameAxes(turned, axes) ? std::optional(std::move(turned)) : std::nullopt;
}

// Beside the chosen one where that has the same axes, even if they were computed anew since, else within it.
int parentFor(const GateState& gates, const PlaneAxes& axes) {
    const Gate* const chosen = gate_of(gates.gates(), gates.chosen());
    if (chosen == nullptr) return 0;
    const bool same =
        (chosen->x == axes.x && chosen->y == axes.y) || (chosen->x == axes.y && chosen->y == axes.x);
    return same ? chosen->parent : chosen->id;
}

}  // namespace

PlaneAxes axesOf(const ShownEmbedding& map) {
    return {coordinateName(map, 0), coordinateName(map, 1), map.digest, map.digest};
}

PlaneAxes axesOf(const ScatterData& plot) {
    return {plot.x.name, plot.y.name, plot.x.version, plot.y.version};
}

std::vector<PlaneMarks::Outline> outlinesOn(const GateState& gates, const PlaneAxes& axes) {
    std::vector<PlaneMarks::Outline> outlines;
    for (const Gate& gate : gates.gates()) {
        const std::optional<Gate> laid = laidOn(gate, axes);
        if (!laid) continue;
        const Gate* const parent = gate_of(gates.gates(), gate.parent);
        PlaneMarks::Outline outline =
            outlineOf(*laid, gateText(gate.name, gates.counted()->of(gate.id),
                                      parent != nullptr ? parent->name : std::string()));
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

void reshapeGate(GateState& gates, const PlaneMarks& marks, const PlaneAxes& axes, const MarkGrip& grip,
                 bool done) {
    const auto at = std::ranges::find(marks.outlines, grip.outline, &PlaneMarks::Outline::id);
    if (grip.part != MarkGrip::Part::Corner || at == marks.outlines.end()) return;
    const Gate* const gate = gate_of(gates.gates(), at->id);
    if (gate == nullptr) return;
    Gate laid;
    laid.corners = cornersOf(*at);
    gates.reshape(at->id, sameAxes(*gate, axes) ? laid.corners : transposed(std::move(laid)).corners, done);
}

Gate drawnGate(const GateState& gates, const QPolygonF& corners, bool box, const PlaneAxes& axes) {
    return {0,
            parentFor(gates, axes),
            {},
            axes.x,
            axes.y,
            box,
            cornersOf({0, {}, corners, box, false}),
            axes.x_version,
            axes.y_version};
}

Gates quadrantGates(const GateState& gates, QPointF cross, const PlaneAxes& axes) {
    constexpr double infinite = std::numeric_limits<double>::infinity();
    const char *const minus = "\u2212", *const plus = "+";
    Gates made;
    for (const bool up : {true, false})
        for (const bool right : {false, true}) {
            const GateCorner low{right ? cross.x() : -infinite, up ? cross.y() : -infinite},
                high{right ? infinite : cross.x(), up ? infinite : cross.y()};
            made.push_back({0,
                            parentFor(gates, axes),
                            axes.x + (right ? plus : minus) + " " + axes.y + (up ? plus : minus),
                            axes.x,
                            axes.y,
                            true,
                            {low, high},
                            axes.x_version,
                            axes.y_version});
        }
    return made;
}

}  // namespace regulus
