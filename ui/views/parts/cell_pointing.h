// What it means to point at a cell of a map, in the plane and in space.
#pragma once

#include <QString>
#include <cstdint>
#include <optional>
#include <vector>

#include "ui/render/point_colors.h"
#include "ui/session/session.h"

class QWidget;

class QMenu;

namespace regulus {

// Rich: its name, what it is coloured by, its label. Else "CD14+ Mono · AAACATTGAGCTAC-1".
QString cellText(const Session& session, const PointColors& colors, std::uint32_t cell, bool rich);
// What lies around a cell of a map, for below that: "50 nearest: 38 CD14+ Mono, 9 DC, 3 others", by what the
// map is coloured by, else by the labels; of numbers their mean, too. Empty where nothing can be said.
// `near`: cells, of which all are drawn.
QString surroundingsText(const Session& session, const PointColors& colors,
                         const std::vector<std::uint32_t>& near);
inline constexpr std::size_t surroundings = 50;  // cells, for surroundingsText()
void highlightCell(Session& session, std::optional<std::uint32_t> cell);
// Opens it in the inspector; with Shift, Ctrl or both it joins, leaves or cuts the selection.
void clickCell(Session& session, std::uint32_t cell, Qt::KeyboardModifiers modifiers);
// What a menu offers of a cell: to see it, and to see it beside the one that is open.
void offerCell(QMenu& menu, Session& session, std::uint32_t cell);
// A name in a menu, shortened where it is long: an ampersand is one, and no mark of a key.
QString inMenu(QString name);
// The name of a group on a map, or an entry of the legend of a blend: its cells are selected.
void clickGroup(Session& session, const PointColors& colors, int category, Qt::KeyboardModifiers modifiers);

}  // namespace regulus
