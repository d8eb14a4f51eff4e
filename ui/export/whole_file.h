// A file that appears whole or not at all: written beside its target and renamed.
#pragma once

#include <QSaveFile>
#include <QString>
#include <functional>

namespace regulus {

// `write` returns whether it could write everything. `what` names the thing in the message ("the figure").
// Throws Error(Storage); nothing is left behind then. A target that is no ordinary file (a device, a folder)
// is refused: the rename would put a file in its place.
void writeWhole(const QString& path, const QString& what, const std::function<bool(QIODevice&)>& write);

}  // namespace regulus
