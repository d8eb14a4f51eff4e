// Judges one file's includes by the architecture: rooms in order, each heavy library in its one place.
#pragma once

#include <QString>
#include <QStringList>

namespace regulus::architecture {

// One line a broken rule, "core/data/x.cpp:12: includes <QString>, and core uses no Qt". `path` is relative
// to the root of the tree, `text` the file's content.
QStringList include_violations(const QString& path, const QString& text);

}  // namespace regulus::architecture
