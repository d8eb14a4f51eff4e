// What points are coloured by, as columns of a table of them.
#pragma once

#include <string>
#include <vector>

#include "ui/render/point_colors.h"

namespace regulus {

std::vector<std::string> colorColumns(const PointColors& colors);  // their names; empty: one colour for all
// The texts of a point for them; without a value: empty, or "nan".
std::vector<std::string> colorTexts(const PointColors& colors, std::size_t point);

}  // namespace regulus
