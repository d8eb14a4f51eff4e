#include "ui/views/parts/theme_watcher.h"

#include <QCoreApplication>
#include <QEvent>

namespace regulus {

ThemeWatcher::ThemeWatcher() : QObject(QCoreApplication::instance()) {
    QCoreApplication::instance()->installEventFilter(this);
}

ThemeWatcher& ThemeWatcher::instance() {
    // Belongs to the application: a later one, as in tests, gets a watcher of its own.
    auto* watcher =
        QCoreApplication::instance()->findChild<ThemeWatcher*>(QString(), Qt::FindDirectChildrenOnly);
    return watcher ? *watcher : *new ThemeWatcher;
}

bool ThemeWatcher::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ApplicationPaletteChange && watched == QCoreApplication::instance())
        Q_EMIT changed();
    return false;
}

}  // namespace regulus
