#include "ui/session/prior_path.h"

#include <QFileInfo>

#include "core/io/prior/prior_starter.h"

namespace regulus {

QString wholePriorPath(const QString& path) {
    return is_starter(path.toStdString()) ? path : QFileInfo(path).absoluteFilePath();
}

}  // namespace regulus
