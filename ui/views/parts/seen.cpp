#include "ui/views/parts/seen.h"

#include <QEvent>
#include <utility>

namespace regulus {

SeenWatcher::SeenWatcher(QWidget* widget, std::function<void()> seen)
    : QObject(widget), m_widget(widget), m_seen(std::move(seen)) {
    watchAll();
}

void SeenWatcher::watchAll() {
    for (const auto& watched : std::exchange(m_watched, {}))
        if (watched) watched->removeEventFilter(this);
    for (QWidget* at = m_widget; at != nullptr; at = at->parentWidget()) {
        at->installEventFilter(this);
        m_watched.emplace_back(at);
        if (at->isWindow()) break;
    }
}

bool SeenWatcher::eventFilter(QObject* watched, QEvent* event) {
    const QEvent::Type type = event->type();
    if (type == QEvent::ParentChange) watchAll();
    const bool may = type == QEvent::Show || type == QEvent::Move || type == QEvent::Resize;
    if (may && !std::exchange(m_asked, true))
        QMetaObject::invokeMethod(
            this,
            [this] {
                m_asked = false;
                if (isSeen(*m_widget)) m_seen();
            },
            Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

}  // namespace regulus
