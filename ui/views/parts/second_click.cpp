#include "ui/views/parts/second_click.h"

#include <QApplication>
#include <QMouseEvent>
#include <QStyleHints>
#include <algorithm>
#include <utility>

#include "ui/models/table_model.h"
#include "ui/views/parts/clean_table.h"

namespace regulus {

SecondClick::SecondClick(CleanTable* table) : QObject(table), m_table(table) {
    m_open.setSingleShot(true);
    qApp->installEventFilter(this);
}

int SecondClick::awaited(const QObject* part) {
    int left = 0;
    for (const SecondClick* click : part->findChildren<SecondClick*>())
        if (click->m_open.isActive()) left = std::max({left, click->m_open.remainingTime(), 1});
    return left;
}

// Of what reaches widgets; a window gets each event before them.
bool SecondClick::eventFilter(QObject* watched, QEvent* event) {
    const QEvent::Type type = event->type();
    if (type != QEvent::MouseButtonPress && type != QEvent::MouseButtonDblClick &&
        type != QEvent::MouseButtonRelease)
        return false;
    if (!watched->isWidgetType()) return false;
    auto& mouse = static_cast<QMouseEvent&>(*event);
    if (mouse.button() != Qt::LeftButton) return false;
    if (type == QEvent::MouseButtonRelease) return std::exchange(m_releasing, false);
    m_releasing = false;
    if (type == QEvent::MouseButtonDblClick) return take(mouse);
    // What a widget does not want its parents get, too: the same press.
    if (watched == m_table->viewport())
        hold(mouse);
    else if (mouse.timestamp() != m_pressed)
        m_held = false;
    return false;
}

void SecondClick::hold(const QMouseEvent& press) {
    m_row = m_table->indexAt(press.position().toPoint());
    m_held = m_row.isValid();
    if (!m_held) return m_open.stop();
    m_name = m_row.sibling(m_row.row(), 0).data(ValueRole).toString();
    m_at = press.globalPosition().toPoint();
    m_pressed = press.timestamp();
    m_open.start(QApplication::doubleClickInterval());
}

// Qt says which press is a second one; that the first was here, its place tells.
bool SecondClick::take(QMouseEvent& press) {
    const int apart = (press.globalPosition().toPoint() - m_at).manhattanLength();
    if (!std::exchange(m_held, false) ||
        apart > 2 * QGuiApplication::styleHints()->mouseDoubleClickDistance())
        return false;
    m_open.stop();
    m_releasing = true;
    press.accept();
    m_table->setFocus(Qt::MouseFocusReason);
    if (const int row = heldRow(); row >= 0) Q_EMIT m_table->rowDoubleClicked(row);
    return true;
}

int SecondClick::heldRow() const {
    if (m_row.isValid()) return m_row.row();
    const auto found = m_table->model()->match(m_table->model()->index(0, 0), ValueRole, m_name, 1,
                                               Qt::MatchExactly | Qt::MatchCaseSensitive);
    return found.isEmpty() ? -1 : found.front().row();
}

}  // namespace regulus
