// --gate of `figure`: areas drawn on a scatter plot or on a map, with the share of all cells in each.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/workflow/gates.h"
#include "ui/render/plane_marks.h"

namespace regulus {

// "NAME=X,Y,X,Y": a rectangle by two opposite corners, which may be -inf and inf; with more
// corners a polygon. Throws Error(Usage).
Gate parse_gate(const std::string& text);

// As the window draws them, of `x` and `y`, one a cell. Throws as parse_gate() does, Cancelled.
std::vector<PlaneMarks::Outline> gate_outlines(const std::vector<std::string>& texts,
                                               std::span<const double> x, std::span<const double> y,
                                               Job& job);

}  // namespace regulus
