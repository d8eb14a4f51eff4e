#include "app/window/window_place.h"

#include <QByteArray>
#include <QEvent>
#include <QGuiApplication>
#include <QScreen>
#include <QWidget>
#include <algorithm>

namespace regulus {

namespace {

constexpr QSize usual(1440, 900);
constexpr QSize around(16, 48);  // frame and title bar; their size is only known once it is shown
constexpr QPoint aside(32, 32);

// A window that was never shown is as small as its parts allowed when they were put together, all of them; it
// gets its size once those that are hidden need no room any more, and before it is seen.
class SizeAtShow final : public QObject {
  public:
    // One a window: what was asked for last.
    static void of(QWidget& window, QSize size) {
        for (QObject* const child : window.children())
            if (auto* const asked = dynamic_cast<SizeAtShow*>(child)) return void(asked->m_size = size);
        (new SizeAtShow(&window))->m_size = size;
    }

    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Show) {
            auto* const window = static_cast<QWidget*>(watched);
            window->resize(m_size);  // of one that is maximised: what it comes back to
            window->removeEventFilter(this);
            deleteLater();
        }
        return false;
    }

  private:
    explicit SizeAtShow(QWidget* window) : QObject(window) { window->installEventFilter(this); }

    QSize m_size;
};

void resizeNowAndWhenShown(QWidget& window, QSize size) {
    window.resize(size);
    if (!window.isVisible()) SizeAtShow::of(window, size);
}

}  // namespace

void placeFirst(QWidget& window) {
    const QSize room = window.screen()->availableSize() - around;
    resizeNowAndWhenShown(window, usual.boundedTo(room));
    if (usual.width() > room.width() || usual.height() > room.height())
        window.setWindowState(window.windowState() | Qt::WindowMaximized);
}

void placeAgain(QWidget& window, const QByteArray& geometry) {
    if (!window.restoreGeometry(geometry)) return placeFirst(window);
    if (window.isMaximized() || window.isFullScreen()) return;
    // Its size as it was kept: the window itself can be that small only when it is shown.
    QWidget kept;
    kept.restoreGeometry(geometry);
    const QRect room = window.screen()->availableGeometry(), place(window.geometry().topLeft(), kept.size());
    if (room.contains(place)) return resizeNowAndWhenShown(window, place.size());
    const QSize size = place.size().boundedTo(room.size() - around);
    const QSize spare = room.size() - size;
    const QPoint wanted = place.topLeft() - room.topLeft();
    window.setGeometry(QRect(room.topLeft() + QPoint(std::clamp(wanted.x(), 0, spare.width()),
                                                     std::clamp(wanted.y(), 0, spare.height())),
                             size));
    resizeNowAndWhenShown(window, size);
}

bool placeOnFreeScreen(QWidget& window, const std::vector<const QWidget*>& others) {
    for (const QScreen* screen : QGuiApplication::screens()) {
        const bool taken =
            std::ranges::any_of(others, [&](const QWidget* other) { return other->screen() == screen; });
        if (taken) continue;
        const QRect room = screen->availableGeometry();
        const QSize size = usual.boundedTo(room.size() - around);
        resizeNowAndWhenShown(window, size);
        window.move(room.center() - QRect(QPoint(), size).center());
        return true;
    }
    return false;
}

void placeBeside(QWidget& window, const QWidget& other) {
    if (other.isMaximized()) return placeFirst(window);
    const QRect room = other.screen()->availableGeometry();
    const QSize size = other.size().boundedTo(room.size() - around);
    const QSize spare = room.size() - size - around;
    const QPoint wanted = other.pos() + aside - room.topLeft();
    resizeNowAndWhenShown(window, size);
    window.move(room.topLeft() +
                QPoint(std::clamp(wanted.x(), 0, spare.width()), std::clamp(wanted.y(), 0, spare.height())));
}

}  // namespace regulus
