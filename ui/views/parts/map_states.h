// What a map says instead of its cells where it cannot show them, in the plane and in space.
#pragma once

#include <QString>
#include <functional>
#include <optional>

namespace regulus {

class Session;

struct MapState {
    QString title, text, button;  // of a StatePage
    std::function<void()> press;  // what the button does
};

// That all cells are hidden, or that they are of too many categories to be coloured; nullopt: neither.
std::optional<MapState> cellsState(Session& session);

}  // namespace regulus
