#include "ui/views/parts/theme_watcher.h"

#include <QCoreApplication>
#include <QEvent>
#include <QWidget>
#include <utility>

namespace regulus {

namespace {

class RestyleListener final : public QObject {
  public:
    RestyleListener(QWidget* widget, std::function<void()> dress)
        : QObject(widget), m_dress(std::move(dress)) {
        widget->installEventFilter(this);
    }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::StyleChange && watched == parent()) m_dress();
        return false;
    }

  private:
    std::function<void()> m_dress;
};

}  // namespace

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

void followTheme(QWidget* widget, std::function<void()> dress) {
    dress();
    QObject::connect(&ThemeWatcher::instance(), &ThemeWatcher::changed, widget, dress);
    new RestyleListener(widget, std::move(dress));
}

}  // namespace regulus
