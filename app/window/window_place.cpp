#include "app/window/window_place.h"

#include <QByteArray>
#include <QScreen>
#include <QWidget>
#include <algorithm>

namespace regulus {

namespace {

constexpr QSize usual(1440, 900);
constexpr QSize around(16, 48);  // frame and title bar; their size is only known once it is shown
constexpr QPoint aside(32, 32);

}  // namespace

void placeFirst(QWidget& window) {
    const QSize room = window.screen()->availableSize() - around;
    window.resize(usual.boundedTo(room));
    if (usual.width() > room.width() || usual.height() > room.height())
        window.setWindowState(window.windowState() | Qt::WindowMaximized);
}

void placeAgain(QWidget& window, const QByteArray& geometry) {
    if (!window.restoreGeometry(geometry)) return placeFirst(window);
    if (window.isMaximized() || window.isFullScreen()) return;
    const QRect room = window.screen()->availableGeometry(), place = window.geometry();
    if (room.contains(place)) return;
    const QSize size = place.size().boundedTo(room.size() - around);
    const QSize spare = room.size() - size;
    const QPoint wanted = place.topLeft() - room.topLeft();
    window.setGeometry(QRect(room.topLeft() + QPoint(std::clamp(wanted.x(), 0, spare.width()),
                                                     std::clamp(wanted.y(), 0, spare.height())),
                             size));
}

void placeBeside(QWidget& window, const QWidget& other) {
    if (other.isMaximized()) return placeFirst(window);
    const QRect room = other.screen()->availableGeometry();
    const QSize size = other.size().boundedTo(room.size() - around);
    const QSize spare = room.size() - size - around;
    const QPoint wanted = other.pos() + aside - room.topLeft();
    window.resize(size);
    window.move(room.topLeft() +
                QPoint(std::clamp(wanted.x(), 0, spare.width()), std::clamp(wanted.y(), 0, spare.height())));
}

}  // namespace regulus
