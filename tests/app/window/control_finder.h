// Every control of a window, found by walking its widgets: a new button or menu entry is used by the tests
// the day it is added. A control is a name that holds from one building of the window to the next, and what
// a person does with it.
#pragma once

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>
#include <QRegularExpression>
#include <QTabBar>
#include <QTest>
#include <QTextEdit>
#include <QToolBar>
#include <QToolButton>
#include <functional>
#include <map>
#include <vector>

namespace regulus::test {

struct Control {
    QString name;
    std::function<void()> use;
    int entry = -1;  // of the menu that opens: this one is chosen; -1: it is closed again
};

class ControlFinder {
  public:
    // `entries`: how many entries the menus were seen to have that controls open, by the controls' names.
    // From then on each entry is a control.
    explicit ControlFinder(const std::map<QString, int>& entries) : m_entries(entries) {}

    std::vector<Control> find(QWidget* window) {
        m_found.clear();
        m_names.clear();
        for (QAction* action : window->findChildren<QAction*>())
            if (action->isEnabled() && action->isVisible() && !action->isSeparator() && !action->menu())
                add(window,
                    "action " +
                        (action->objectName().isEmpty() ? plain(action->text()) : action->objectName()),
                    // What a job's end has taken away meanwhile cannot be used.
                    [a = QPointer(action)] {
                        if (a) a->trigger();
                    });
        addWidget(window);
        for (QWidget* widget : window->findChildren<QWidget*>())
            if (canBeReached(widget, window)) addWidget(widget);
        return std::move(m_found);
    }

    // "data/GroupsBox/QToolButton 'Hide'"
    static QString nameOf(const QWidget* widget) {
        QString name = className(widget);
        if (!widget->objectName().isEmpty()) name += ' ' + widget->objectName();
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget);
            button && !button->text().isEmpty())
            name += " '" + plain(button->text()) + "'";
        for (const QWidget* up = widget->parentWidget(); up; up = up->parentWidget()) {
            if (qobject_cast<const QDockWidget*>(up))
                name.prepend(up->objectName() + '/');
            else if (className(up) != QLatin1String(up->metaObject()->className()))
                name.prepend(className(up) + '/');
            if (up->isWindow()) break;
        }
        return name;
    }

    // A view of the program's own that paints itself.
    static bool isPainted(const QWidget* widget) {
        return !qobject_cast<const QLabel*>(widget) &&
               className(widget) != QLatin1String(widget->metaObject()->className()) &&
               widget->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly).isEmpty();
    }

  private:
    static QString className(const QWidget* widget) {
        return QString::fromLatin1(widget->metaObject()->className()).remove(QStringLiteral("regulus::"));
    }
    // Without what changes from time to time.
    static QString plain(QString text) {
        return text.remove('&').remove(QRegularExpression(QStringLiteral("[0-9.,]+"))).left(40);
    }

    // A part that is hidden behind another one's tab, or by the View menu, can be brought to the front.
    static bool canBeReached(const QWidget* widget, const QWidget* window) {
        for (const QWidget* at = widget; at != window; at = at->parentWidget()) {
            if (!at || (at->isWindow() && !qobject_cast<const QDockWidget*>(at))) return false;
            if (at->isHidden() && !qobject_cast<const QDockWidget*>(at)) return false;
        }
        return widget->isEnabled() && (widget->width() > 0 || !widget->isVisible());
    }
    static void bringToFront(QWidget* widget) {
        for (QWidget* at = widget; at; at = at->parentWidget())
            if (auto* dock = qobject_cast<QDockWidget*>(at); dock && !widget->isVisible()) {
                dock->show();
                dock->raise();
                QApplication::sendPostedEvents();
            }
    }

    void add(QWidget* widget, const QString& what, std::function<void()> use, int entry = -1) {
        QString name = nameOf(widget) + ": " + what;
        if (const int before = m_names[name]++) name += QStringLiteral(" (%1)").arg(before + 1);
        auto shown = [w = QPointer(widget), use = std::move(use)] {
            if (w) bringToFront(w);
            if (w && w->isEnabled()) use();
        };
        m_found.push_back({name, shown, entry});
        const auto seen = m_entries.find(name);
        for (int i = 0; entry < 0 && seen != m_entries.end() && i < seen->second; ++i)
            m_found.push_back({name + QStringLiteral(", entry %1").arg(i), shown, i});
    }

    void addMenu(QWidget* owner, QMenu* menu, const std::function<void()>& open) {
        Q_EMIT menu->aboutToShow();
        const QList<QAction*> entries = menu->actions();
        for (int i = 0; i < entries.size(); ++i) {
            if (QMenu* below = entries[i]->menu(); below && entries[i]->isEnabled())
                addMenu(owner, below, [m = QPointer(below)] {
                    if (m) m->popup(QPoint(10, 10));
                });
            else if (entries[i]->isEnabled() && entries[i]->isVisible() && !entries[i]->isSeparator())
                add(owner, "menu entry '" + plain(entries[i]->text()) + "'", open, i);
        }
    }

    void addWidget(QWidget* widget) {
        const QPointer<QWidget> w(widget);
        const auto click = [w] {
            if (w) QTest::mouseClick(w, Qt::LeftButton, {}, w->rect().center());
        };
        const bool inSpin = qobject_cast<QAbstractSpinBox*>(widget->parentWidget());
        if (auto* button = qobject_cast<QAbstractButton*>(widget)) {
            auto* tool = qobject_cast<QToolButton*>(button);
            if (tool && tool->menu())
                addMenu(widget, tool->menu(), click);
            else
                add(widget, "click", click);
            if (button->isCheckable()) add(widget, "click back", click);
        } else if (auto* bar = qobject_cast<QMenuBar*>(widget)) {
            for (QAction* action : bar->actions())
                if (QMenu* menu = action->menu())
                    addMenu(widget, menu, [m = QPointer(menu)] {
                        if (m) m->popup(QPoint(10, 10));
                    });
        } else if (auto* combo = qobject_cast<QComboBox*>(widget)) {
            addCombo(combo);
        } else if (auto* tabs = qobject_cast<QTabBar*>(widget)) {
            for (int i = 0; i < tabs->count(); ++i)
                add(widget, "tab '" + plain(tabs->tabText(i)) + "'", [t = QPointer(tabs), i] {
                    QTest::mouseClick(t, Qt::LeftButton, {}, t->tabRect(i).center());
                    QTest::mouseDClick(t, Qt::LeftButton, {}, t->tabRect(i).center());
                });
        } else if (qobject_cast<QAbstractSpinBox*>(widget)) {
            addKeys(widget, "step", {Qt::Key_Up, Qt::Key_Down, Qt::Key_Down, Qt::Key_1, Qt::Key_Return});
        } else if (auto* slider = qobject_cast<QAbstractSlider*>(widget)) {
            add(widget, "move", [s = QPointer(slider)] {
                for (const int to : {s->minimum(), s->maximum(), (s->minimum() + s->maximum()) / 2})
                    if (s) s->setSliderPosition(to);
            });
        } else if (auto* line = qobject_cast<QLineEdit*>(widget); line && !inSpin) {
            addKeys(widget, "type", {Qt::Key_C, Qt::Key_D, Qt::Key_Down, Qt::Key_Return});
            addKeys(widget, "escape", {Qt::Key_C, Qt::Key_Escape, Qt::Key_Escape});
            add(widget, "clear", [w] {
                w->setFocus(Qt::MouseFocusReason);
                qobject_cast<QLineEdit*>(w.data())->selectAll();
                QTest::keyClick(w, Qt::Key_Delete);
                if (w) w->clearFocus();
            });
        } else if (qobject_cast<QHeaderView*>(widget)) {
            addHeader(qobject_cast<QHeaderView*>(widget));
        } else if (qobject_cast<QAbstractItemView*>(widget)) {
            addView(qobject_cast<QAbstractItemView*>(widget));
        } else if (auto* dock = qobject_cast<QDockWidget*>(widget)) {
            add(widget, "float", [d = QPointer(dock)] { d->setFloating(!d->isFloating()); });
            add(widget, "close", [d = QPointer(dock)] { d->close(); });
        } else if (isPainted(widget)) {
            addPainted(widget);
        }
        const auto* label = qobject_cast<QLabel*>(widget);
        const bool hasMenu = qobject_cast<QAbstractItemView*>(widget) || qobject_cast<QLineEdit*>(widget) ||
                             qobject_cast<QTextEdit*>(widget) || qobject_cast<QMainWindow*>(widget) ||
                             qobject_cast<QToolBar*>(widget) || qobject_cast<QMenuBar*>(widget) ||
                             widget->contextMenuPolicy() != Qt::DefaultContextMenu || isPainted(widget) ||
                             (label && label->textInteractionFlags() & Qt::TextSelectableByMouse);
        if (hasMenu) addContextMenu(widget);
    }

    void addPainted(QWidget* widget) {
        const QPointer<QWidget> w(widget);
        const auto at = [w](double x, double y) { return QPoint(int(w->width() * x), int(w->height() * y)); };
        add(widget, "click", [w, at] {
            for (const auto& [x, y] : {std::pair{0.5, 0.5}, {0.25, 0.3}, {0.9, 0.2}}) {
                if (w) QTest::mouseMove(w, at(x, y));
                if (w) QTest::mouseClick(w, Qt::LeftButton, {}, at(x, y));
            }
        });
        add(widget, "double click", [w, at] { QTest::mouseDClick(w, Qt::LeftButton, {}, at(0.5, 0.5)); });
        add(widget, "drag", [w, at] {
            QTest::mousePress(w, Qt::LeftButton, {}, at(0.2, 0.2));
            for (const auto& [x, y] : {std::pair{0.8, 0.2}, {0.8, 0.8}, {0.2, 0.8}}) {
                QMouseEvent move(QEvent::MouseMove, at(x, y), w->mapToGlobal(at(x, y)), Qt::NoButton,
                                 Qt::LeftButton, {});
                QApplication::sendEvent(w, &move);
            }
            QTest::mouseRelease(w, Qt::LeftButton, {}, at(0.2, 0.8));
        });
        add(widget, "wheel", [w, at] {
            for (const int turn : {120, -120}) {
                QWheelEvent wheel(at(0.5, 0.5), w->mapToGlobal(QPointF(at(0.5, 0.5))), {}, {0, turn},
                                  Qt::NoButton, {}, Qt::NoScrollPhase, false);
                QApplication::sendEvent(w, &wheel);
            }
        });
        addKeys(widget, "keys",
                {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down, Qt::Key_Plus, Qt::Key_Minus,
                 Qt::Key_Home, Qt::Key_Space, Qt::Key_Return, Qt::Key_0, Qt::Key_F, Qt::Key_Escape});
    }

    void addKeys(QWidget* widget, const char* what, const std::vector<Qt::Key>& keys) {
        add(widget, QString::fromLatin1(what), [w = QPointer(widget), keys] {
            w->setFocus(Qt::MouseFocusReason);
            for (const Qt::Key key : keys)
                if (w && w->isVisible()) QTest::keyClick(w, key);
        });
    }

    void addCombo(QComboBox* combo) {
        const QPointer<QComboBox> c(combo);
        add(combo, "open", [c] { c->showPopup(); });
        // Long lists by their first entries and the last.
        for (int i = 0; i < combo->count(); ++i) {
            if (i >= 8 && i + 1 < combo->count()) continue;
            if (!combo->model()
                     ->flags(combo->model()->index(i, combo->modelColumn()))
                     .testFlag(Qt::ItemIsEnabled))
                continue;
            add(combo, "choose '" + plain(combo->itemText(i)) + "'", [c, i] {
                if (i >= c->count() ||
                    !c->model()->flags(c->model()->index(i, c->modelColumn())).testFlag(Qt::ItemIsEnabled))
                    return;
                c->setCurrentIndex(i);
                if (c) Q_EMIT c->activated(i);
                if (c) Q_EMIT c->textActivated(c->itemText(i));
            });
        }
    }

    void addHeader(QHeaderView* header) {
        for (int i = 0; i < header->count(); ++i) {
            if (header->isSectionHidden(i) || !header->sectionsClickable()) continue;
            add(header, QStringLiteral("section %1").arg(i), [h = QPointer(header), i] {
                const int at = h->sectionViewportPosition(i) + h->sectionSize(i) / 2;
                const bool across = h->orientation() == Qt::Horizontal;
                QTest::mouseClick(h->viewport(), Qt::LeftButton, {}, across ? QPoint(at, 6) : QPoint(6, at));
            });
        }
    }

    void addView(QAbstractItemView* view) {
        const QPointer<QAbstractItemView> v(view);
        if (!view->model()) return;
        const int columns = view->model()->columnCount();
        for (int column = 0; column < columns; ++column)
            add(view, QStringLiteral("click column %1").arg(column), [v, column] {
                const QModelIndex index = v->model()->index(0, column, v->rootIndex());
                if (!index.isValid()) return;
                v->scrollTo(index);
                QTest::mouseClick(v->viewport(), Qt::LeftButton, {}, v->visualRect(index).center());
            });
        add(view, "double click", [v] {
            const QModelIndex index = v->model()->index(0, 0, v->rootIndex());
            QTest::mouseDClick(v->viewport(), Qt::LeftButton, {}, v->visualRect(index).center());
        });
        addKeys(view, "keys",
                {Qt::Key_Home, Qt::Key_Down, Qt::Key_Return, Qt::Key_Space, Qt::Key_End, Qt::Key_Return,
                 Qt::Key_Delete});
        add(view, "select all", [v] { v->selectAll(); });
    }

    void addContextMenu(QWidget* widget) {
        const auto open = [w = QPointer(widget)] {
            QWidget* target = w;
            QPoint at = w->rect().center();
            if (auto* view = qobject_cast<QAbstractItemView*>(w.data())) {
                target = view->viewport();
                if (view->model())
                    at = view->visualRect(view->model()->index(0, 0, view->rootIndex())).center();
            }
            QContextMenuEvent event(QContextMenuEvent::Mouse, at, target->mapToGlobal(at));
            QApplication::sendEvent(target, &event);
        };
        add(widget, "context menu", open);
    }

    const std::map<QString, int>& m_entries;
    std::vector<Control> m_found;
    std::map<QString, int> m_names;
};

}  // namespace regulus::test
