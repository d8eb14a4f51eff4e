// The numbers behind the map in space.
#pragma once

#include <QStringList>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/data/matrix.h"
#include "ui/render/figure_numbers.h"
#include "ui/render/point_colors.h"

namespace regulus {

// One row a cell of `cells`: its name, its place (cells × 3 or more; directions: what the three are called),
// and what it is coloured by. Cells without a place are left out.
FigureNumbers spaceNumbers(const Matrix& places, const PointColors& colors,
                           std::span<const std::uint32_t> cells, const std::vector<std::string>& names,
                           const QStringList& directions);

}  // namespace regulus
