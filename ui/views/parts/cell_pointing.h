// What it means to point at a cell of a map, in the plane and in space.
#pragma once

#include <QPoint>
#include <QString>
#include <cstdint>
#include <optional>

#include "ui/render/point_colors.h"
#include "ui/session/session.h"

class QWidget;

namespace regulus {

// Rich: its name, what it is coloured by, its label. Else "CD14+ Mono · AAACATTGAGCTAC-1".
QString cellText(const Session& session, const PointColors& colors, std::uint32_t cell, bool rich);
void highlightCell(Session& session, std::optional<std::uint32_t> cell);
// Opens it in the inspector; with Shift, Ctrl or both it joins, leaves or cuts the selection.
void clickCell(Session& session, std::uint32_t cell, Qt::KeyboardModifiers modifiers);
// What else there is to do with a cell: to see it beside the one that is open.
void showCellMenu(Session& session, std::uint32_t cell, QPoint globalPosition, QWidget* parent);
// The name of a group on a map, or an entry of the legend of a blend: its cells are selected.
void clickGroup(Session& session, const PointColors& colors, int category, Qt::KeyboardModifiers modifiers);

}  // namespace regulus
