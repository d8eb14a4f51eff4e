// Judges the CMake files by the architecture: one-way targets, each heavy library linked by one target, and
// privately.
#pragma once

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace regulus::architecture {

struct CmakeCommand {
    QString name;  // lower case
    QStringList arguments;
    int line = 0;  // from 1
};
// The commands of a CMake file. Comments are left out; quotes are taken off.
QList<CmakeCommand> cmake_commands(const QString& text);

// One line a broken rule over all CMake files given, path (from the root of the tree) to content.
QStringList link_violations(const QMap<QString, QString>& files);

}  // namespace regulus::architecture
