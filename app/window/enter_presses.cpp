#include "app/window/enter_presses.h"

#include <QAbstractButton>
#include <QApplication>
#include <QKeyEvent>

namespace regulus {

EnterPresses::EnterPresses(QWidget* window) : QObject(window), m_window(window) {
    qApp->installEventFilter(this);
}

bool EnterPresses::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) return false;
    const int key = static_cast<const QKeyEvent*>(event)->key();
    if (key != Qt::Key_Return && key != Qt::Key_Enter) return false;
    auto* button = qobject_cast<QAbstractButton*>(watched);
    if (!button || !button->isEnabled() || !m_window->isAncestorOf(button)) return false;
    button->click();
    return true;
}

}  // namespace regulus
