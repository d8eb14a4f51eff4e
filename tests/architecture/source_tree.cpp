#include "tests/architecture/source_tree.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

namespace regulus::architecture {

QString source_root() {
    return QStringLiteral(REGULUS_SOURCE_DIR);
}

QStringList files_below(const QStringList& folders, const QStringList& wildcards) {
    const QDir root(source_root());
    QStringList found;
    for (const QString& folder : folders) {
        QDirIterator it(root.filePath(folder), wildcards, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) found.append(root.relativeFilePath(it.next()));
    }
    found.sort();
    return found;
}

QString text_of(const QString& path) {
    QFile file(source_root() + QLatin1Char('/') + path);
    if (!file.open(QIODevice::ReadOnly)) qFatal("cannot read %s", qPrintable(path));
    return QString::fromUtf8(file.readAll());
}

}  // namespace regulus::architecture
