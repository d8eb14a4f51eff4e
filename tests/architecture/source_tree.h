// The tree that these tests judge.
#pragma once

#include <QString>
#include <QStringList>

namespace regulus::architecture {

// Its root, without a slash at the end.
QString source_root();
// Paths from the root of all files under these folders whose name matches one of the wildcards, sorted.
QStringList files_below(const QStringList& folders, const QStringList& wildcards);
// A file's text by its path from the root; fails the program when it cannot be read.
QString text_of(const QString& path);

}  // namespace regulus::architecture
