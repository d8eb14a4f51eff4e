#include "app/window/shared_files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace regulus {

QString sharedFile(const QString& relative) {
    QDir folder(QCoreApplication::applicationDirPath());
    // Test programs lie one folder deeper or elsewhere in the build.
    for (const char* up : {"../share/regulus", "../../share/regulus"}) {
        const QFileInfo file(QDir(folder.filePath(QString::fromLatin1(up))), relative);
        if (file.exists()) return QDir::cleanPath(file.absoluteFilePath());
    }
    return {};
}

QString demoFolder() {
    // Looked for once: actions ask with every change of the window.
    static const QString found = [] {
        const QString folder = sharedFile(QStringLiteral("demo"));
        const bool whole = !folder.isEmpty() && QFileInfo::exists(folder + QStringLiteral("/demo.h5ad")) &&
                           QFileInfo::exists(folder + QStringLiteral("/demo_prior.csv")) &&
                           QFileInfo::exists(folder + QStringLiteral("/demo.safetensors"));
        return whole ? folder : QString();
    }();
    return found;
}

}  // namespace regulus
