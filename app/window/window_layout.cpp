#include "app/window/window_layout.h"

#include <QDockWidget>
#include <QEvent>
#include <QTabBar>
#include <QToolButton>
#include <algorithm>
#include <utility>

#include "app/window/dock_title.h"
#include "app/window/icons.h"
#include "app/window/panel_scroll.h"

namespace regulus {
namespace {

constexpr int button_side = 26, button_margin = 6;

}  // namespace

WindowLayout::WindowLayout(QMainWindow* window)
    : QObject(window), m_window(window), m_enlarge(new QToolButton(window)) {
    m_enlarge->setObjectName(QStringLiteral("enlargePanel"));
    m_enlarge->setAutoRaise(true);
    m_enlarge->setFocusPolicy(Qt::NoFocus);
    m_enlarge->setIconSize({16, 16});
    m_enlarge->hide();
    window->installEventFilter(this);
}

QDockWidget* WindowLayout::add(Qt::DockWidgetArea area, const char* name, const QString& title,
                               QWidget* view) {
    auto* dock = new QDockWidget(title, m_window);
    dock->setObjectName(QString::fromLatin1(name));
    dock->setWidget(area == Qt::BottomDockWidgetArea ? new PanelScroll(view) : view);
    m_window->addDockWidget(area, dock);
    // Tabs below say by themselves what they are; a floating part has the bar of the desktop. The bar lives
    // as long as its dock: it is its own menu that takes it away.
    auto* bar = area == Qt::BottomDockWidgetArea ? new QWidget(dock) : new DockTitle(title, dock);
    const auto dress = [dock, bar](bool floating) { dock->setTitleBarWidget(floating ? nullptr : bar); };
    connect(dock, &QDockWidget::topLevelChanged, dock, dress);
    dress(false);
    // Beside an enlarged panel there is no room for it.
    connect(dock->toggleViewAction(), &QAction::triggered, this, [this, dock](bool shown) {
        if (!shown || !enlarged() || isBelow(dock)) return;
        setEnlarged(false);
        dock->show();
    });
    connect(dock, &QDockWidget::visibilityChanged, this, [this] {
        if (enlarged() &&
            std::ranges::none_of(m_docks, [this](QDockWidget* d) { return isBelow(d) && !d->isHidden(); }))
            setEnlarged(false);
    });
    m_docks.push_back(dock);
    return dock;
}

void WindowLayout::arrange(const QByteArray& kept, std::initializer_list<const char*> hiddenAtFirst) {
    m_window->setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    m_window->setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    m_window->setTabPosition(Qt::BottomDockWidgetArea, QTabWidget::North);
    // Parts of a side above each other would need more height than a small screen has.
    for (std::size_t i = 3; i < m_docks.size(); ++i)
        m_window->tabifyDockWidget(m_docks[isBelow(m_docks[i]) ? 2 : 0], m_docks[i]);
    for (const char* name : hiddenAtFirst)
        m_window->findChild<QDockWidget*>(QString::fromLatin1(name))->hide();
    m_first = m_window->saveState();
    m_kept = kept;
    for (QDockWidget* dock : m_docks) dock->hide();
}

// Without data there is nothing to show beside the start page; with data the parts are where they were.
void WindowLayout::show(bool shown) {
    if (shown == m_shown) return;
    m_shown = shown;
    if (!shown) {
        setEnlarged(false);
        m_kept = m_window->saveState();
        for (QDockWidget* dock : m_docks) dock->hide();
    } else if (m_kept.isEmpty() || !m_window->restoreState(m_kept)) {
        reset();
    }
}

void WindowLayout::reset() {
    if (!m_shown) return;
    setEnlarged(false);
    m_window->restoreState(m_first);
    m_window->resizeDocks({m_docks[0], m_docks[1]}, {240, 360}, Qt::Horizontal);
    // Nine groups of a plot and its names.
    m_window->resizeDocks({m_docks[2]}, {m_window->height() * 2 / 5}, Qt::Vertical);
    m_docks[2]->raise();
}

void WindowLayout::forget() {
    m_kept.clear();
}

void WindowLayout::raise(const char* name) {
    auto* const dock = m_window->findChild<QDockWidget*>(QString::fromLatin1(name));
    if (dock == nullptr) return;
    if (!isBelow(dock)) setEnlarged(false);
    dock->show();
    dock->raise();
}

void WindowLayout::removeDocks() {
    m_beforeEnlarged.clear();  // there is nothing to come back to
    for (QDockWidget* dock : std::exchange(m_docks, {})) delete dock;
}

// --- the panel below --------------------------------------------------------------------------------------

bool WindowLayout::isBelow(QDockWidget* dock) const {
    return !dock->isFloating() && m_window->dockWidgetArea(dock) == Qt::BottomDockWidgetArea;
}

QDockWidget* WindowLayout::inFront() const {
    const auto at = std::ranges::find_if(m_docks, [this](QDockWidget* dock) {
        return isBelow(dock) && !dock->isHidden() && !dock->visibleRegion().isEmpty();
    });
    return at == m_docks.end() ? nullptr : *at;
}

void WindowLayout::setEnlarged(bool enlarge) {
    if (enlarge == enlarged() || (enlarge && !m_shown)) return;
    QDockWidget* const front = inFront();
    if (enlarge && front == nullptr) return;
    if (enlarge) {
        m_beforeEnlarged = m_window->saveState();
        for (QDockWidget* dock : m_docks)
            if (!isBelow(dock) && !dock->isFloating()) dock->hide();
        m_window->centralWidget()->hide();
    } else {
        const QByteArray before = std::exchange(m_beforeEnlarged, {});
        m_window->centralWidget()->show();
        m_window->restoreState(before);
        if (front != nullptr) front->raise();
    }
    Q_EMIT enlargedChanged(enlarged());
    placeButton();
}

QByteArray WindowLayout::state() const {
    if (!m_shown) return m_kept;
    return enlarged() ? m_beforeEnlarged : m_window->saveState();
}

void WindowLayout::restore(const QByteArray& state) {
    setEnlarged(false);
    m_window->restoreState(state);
}

QTabBar* WindowLayout::tabsBelow() const {
    for (QTabBar* bar : m_window->findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly)) {
        if (!bar->isVisible()) continue;
        for (int i = 0; i < bar->count(); ++i)
            if (std::ranges::any_of(m_docks, [&](QDockWidget* dock) {
                    return isBelow(dock) && dock->windowTitle() == bar->tabText(i);
                }))
                return bar;
    }
    return nullptr;
}

void WindowLayout::placeButton() {
    QTabBar* const bar = tabsBelow();
    // Where tabs need the room, or scroll, the menu and its shortcut are left.
    const bool room = bar != nullptr && bar->count() > 0 &&
                      bar->tabRect(bar->count() - 1).right() + button_side + 2 * button_margin < bar->width();
    m_enlarge->setVisible(room);
    if (bar != nullptr) bar->installEventFilter(this);
    if (!room) return;
    // What is set anew has the window laid out anew, which comes back here: only what differs.
    if (const QByteArray name = enlarged() ? "view-restore" : "view-fullscreen";
        m_enlarge->property("iconName") != name) {
        m_enlarge->setIcon(icon(name.constData()));
        m_enlarge->setProperty("iconName", name);
    }
    const QRect tabs = bar->geometry();
    const QRect place(tabs.right() - button_side - button_margin, tabs.center().y() - button_side / 2,
                      button_side, button_side);
    if (place == m_enlarge->geometry() && m_beside == bar) return;
    m_beside = bar;
    m_enlarge->setGeometry(place);
    bar->stackUnder(m_enlarge);  // rather than raise it above a tour or a notice
}

bool WindowLayout::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::LayoutRequest:
        case QEvent::ChildAdded:  // tabs are made when they are needed
        case QEvent::Resize:
        case QEvent::Move:
        case QEvent::Show:
        case QEvent::Hide:
            if (!std::exchange(m_placing, true))
                QMetaObject::invokeMethod(
                    this,
                    [this] {
                        m_placing = false;
                        placeButton();
                    },
                    Qt::QueuedConnection);
            break;
        default:
            break;
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace regulus
