#include "ui/export/whole_file.h"

#include <QFileInfo>

#include "core/base/error.h"

namespace regulus {

void writeWhole(const QString& path, const QString& what, const std::function<bool(QIODevice&)>& write) {
    const auto fail = [&](const QString& why) {
        throw Error(ErrorKind::Storage,
                    QStringLiteral("%1 could not be written: %2").arg(what, why).toStdString(),
                    path.toStdString(), "Choose another folder, or make room on the disk");
    };
    const QFileInfo target(path);
    if (target.exists() && !target.isFile()) fail(QStringLiteral("this is no ordinary file"));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !write(file) || !file.commit()) fail(file.errorString());
}

}  // namespace regulus
