// The rooms of the tree and which may use which, as the design lays them out: app -> ui -> core, and the
// order of rooms within each layer. Includes and links are both judged by this one table.
#pragma once

#include <QString>
#include <QStringList>

namespace regulus::architecture {

// "core/model" for "core/model/detail/batches.cpp", "app" for what lies in app itself, "tests" for anything
// under tests; "" for what lies in no room (the CMakeLists.txt of core and ui, resources).
QString room_of(const QString& path);

// Whether a file of room `from` may use what room `to` offers. A room may always use itself.
bool may_use(const QString& from, const QString& to);

// Every room with a rule of its own, in building order. A folder of core, ui or app that is not among them is
// a room that nobody has given a place.
QStringList known_rooms();

}  // namespace regulus::architecture
