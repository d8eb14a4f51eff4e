#include "app/window/icons.h"

namespace regulus {

void chooseIconTheme(bool dark) {
    QStringList paths = QIcon::themeSearchPaths();
    const QString shared = QStringLiteral("/usr/share/icons");
    if (!paths.contains(shared)) QIcon::setThemeSearchPaths(paths << shared);
    QIcon::setThemeName(dark ? QStringLiteral("breeze-dark") : QStringLiteral("breeze"));
}

QIcon icon(const char* name) {
    return QIcon::fromTheme(QString::fromLatin1(name));
}

}  // namespace regulus
