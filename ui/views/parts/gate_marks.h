// Gates as outlines on a plot whose axes are theirs, and outlines as gates.
#pragma once

#include <QPolygonF>
#include <string>
#include <vector>

#include "ui/figures/scatter/scatter_plot.h"
#include "ui/render/plane_marks.h"
#include "ui/session/gate_state.h"

namespace regulus {

// The axes of a plot, as a gate names them.
struct PlaneAxes {
    std::string x, y;
    std::string x_version = {}, y_version = {};
};

PlaneAxes axesOf(const ShownEmbedding& map);
PlaneAxes axesOf(const ScatterData& plot);

// Of those whose axes these are, in either order, and as they were when the gate was drawn.
std::vector<PlaneMarks::Outline> outlinesOn(const GateState& gates, const PlaneAxes& axes);
std::vector<GateCorner> cornersOf(const PlaneMarks::Outline& outline);
// While its corner is dragged, and when that is done. Undoable; a drag is one step.
void reshapeGate(GateState& gates, const PlaneMarks& marks, const PlaneAxes& axes, const MarkGrip& grip,
                 bool done);
// A gate that was just drawn on these axes: beside the chosen one where that is drawn on the same axes,
// else within it.
Gate drawnGate(const GateState& gates, const QPolygonF& corners, bool box, const PlaneAxes& axes);
// The four corners of a cross, named by the signs of x and y: "CD4− CD8A+".
Gates quadrantGates(const GateState& gates, QPointF cross, const PlaneAxes& axes);

}  // namespace regulus
