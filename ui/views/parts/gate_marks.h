// Gates as outlines on a plot whose axes are theirs, and outlines as gates.
#pragma once

#include <QPolygonF>
#include <string>
#include <vector>

#include "ui/render/plane_marks.h"
#include "ui/session/gate_state.h"

namespace regulus {

// Of those whose axes these are, in this order.
std::vector<PlaneMarks::Outline> outlinesOn(const GateState& gates, const std::string& x,
                                            const std::string& y);
std::vector<GateCorner> cornersOf(const PlaneMarks::Outline& outline);
// While its corner is dragged, and when that is done. Undoable; a drag is one step.
void reshapeGate(GateState& gates, const PlaneMarks& marks, const MarkGrip& grip, bool done);
// A gate that was just drawn on these axes: beside the chosen one where that has the same axes, else within
// it.
Gate drawnGate(const GateState& gates, const QPolygonF& corners, bool box, const std::string& x,
               const std::string& y);
// The four corners of a cross, named by the signs of x and y: "CD4− CD8A+".
Gates quadrantGates(const GateState& gates, QPointF cross, const std::string& x, const std::string& y);

}  // namespace regulus
