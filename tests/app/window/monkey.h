// Gestures of chance, from a seed: controls, mouse on what is painted, keys, shortcuts, undo, sizes. It does
// not wait for what it began, as little as an impatient person does.
#pragma once

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDockWidget>
#include <QTest>
#include <QWheelEvent>
#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "core/base/random.h"
#include "tests/app/window/control_finder.h"
#include "tests/app/window/popup_driver.h"
#include "tests/app/window/watched_program.h"

namespace regulus::test {

class Monkey {
  public:
    // `folder`: see PopupDriver.
    Monkey(std::uint64_t seed, const QString& folder) : m_random(seed), m_driver(folder) {}

    // One gesture on the window, or on what is open before it.
    void gesture(QMainWindow* window) {
        QWidget* target = inFront(window);
        if (!target->isActiveWindow()) target->activateWindow();
        m_driver.begin({chance(0.7) ? int(m_random.below(12)) : -1, chance(0.4)});
        const double what = m_random.uniform();
        if (what < 0.5)
            useControl(target);
        else if (what < 0.72)
            touchPainted(target);
        else if (what < 0.84)
            pressKeys(target);
        else if (what < 0.94)
            goThroughHistory(window);
        else if (what < 0.97)
            say("resize", target),
                window->resize(800 + int(m_random.below(900)), 600 + int(m_random.below(500)));
        else if (auto* dialog = qobject_cast<QDialog*>(target))
            say("close", target), dialog->reject();
        m_driver.returned();
        if (chance(0.6)) QTest::qWait(int(m_random.below(60)));
        QApplication::processEvents();
        m_driver.end();
    }

    // Everything that is open before the window is closed, as a person closes it.
    void closeAll(QMainWindow* window) {
        for (int tries = 0; tries < 12; ++tries) {
            QWidget* target = inFront(window, true);
            if (target == window) return;
            m_driver.begin({});
            if (auto* dialog = qobject_cast<QDialog*>(target))
                dialog->reject();
            else
                target->close();
            m_driver.returned();
            QTest::qWait(20);
            m_driver.end();
        }
    }

    Random& random() { return m_random; }
    const QStringList& done() const { return m_done; }  // from first to last

  private:
    // Seconds; programs that check memory are slow.
    static unsigned patience() {
        const int seconds = qEnvironmentVariableIntValue("REGULUS_MONKEY_PATIENCE");
        return seconds > 0 ? unsigned(seconds) : 120;
    }
    bool chance(double share) { return m_random.uniform() < share; }
    template <class T>
    T pick(const std::vector<T>& from) {
        return from[m_random.below(from.size())];
    }

    void say(const QString& what, const QWidget* where) {
        m_done << QStringLiteral("%1: %2").arg(where->metaObject()->className(), what);
        Watch::present(m_done.back());
        ::alarm(patience());  // a gesture that takes longer hangs
    }

    QWidget* inFront(QMainWindow* window, bool always = false) {
        if (QWidget* modal = QApplication::activeModalWidget()) return modal;
        std::vector<QWidget*> open;
        for (QWidget* widget : QApplication::topLevelWidgets())
            if (widget->isVisible() && widget != window && !qobject_cast<QDockWidget*>(widget) &&
                widget->windowType() != Qt::ToolTip && widget->windowType() != Qt::Popup)
                open.push_back(widget);
        return open.empty() || (!always && chance(0.5)) ? window : pick(open);
    }

    void useControl(QWidget* target) {
        std::vector<Control> controls = ControlFinder(m_none).find(target);
        // The window is not to end, and a field is cleared with the mouse in it.
        std::erase_if(controls, [](const Control& one) {
            return one.name.contains(QLatin1String("action quit")) ||
                   one.name.contains(QLatin1String("_q_qlineeditclearaction"));
        });
        if (controls.empty()) return;
        const Control control = pick(controls);
        say(control.name, target);
        control.use();
    }

    Qt::KeyboardModifiers modifiers() {
        constexpr std::array kinds{Qt::NoModifier, Qt::NoModifier, Qt::ShiftModifier, Qt::ControlModifier};
        return kinds[m_random.below(kinds.size())];
    }
    QPoint placeIn(const QWidget* widget) {
        return {int(m_random.below(std::uint64_t(widget->width()))),
                int(m_random.below(std::uint64_t(widget->height())))};
    }

    void touchPainted(QWidget* target) {
        std::vector<QWidget*> painted;
        for (QWidget* widget : target->findChildren<QWidget*>())
            if (widget->isVisible() && widget->isEnabled() && widget->width() > 40 && widget->height() > 40 &&
                ControlFinder::isPainted(widget))
                painted.push_back(widget);
        if (painted.empty()) return;
        const QPointer<QWidget> widget = pick(painted);
        say(QStringLiteral("touch ") + ControlFinder::nameOf(widget), target);
        const Qt::KeyboardModifiers held = modifiers();
        const double what = m_random.uniform();
        if (what < 0.3) {
            QTest::mouseMove(widget, placeIn(widget));
            if (widget) QTest::mouseClick(widget, Qt::LeftButton, held, placeIn(widget));
        } else if (what < 0.4) {
            QTest::mouseDClick(widget, Qt::LeftButton, held, placeIn(widget));
        } else if (what < 0.8) {
            drag(widget, held);
        } else {
            const QPoint at = placeIn(widget);
            QWheelEvent wheel(at, widget->mapToGlobal(QPointF(at)), {}, {0, chance(0.5) ? 120 : -120},
                              Qt::NoButton, held, Qt::NoScrollPhase, false);
            QApplication::sendEvent(widget, &wheel);
        }
    }

    void drag(const QPointer<QWidget>& widget, Qt::KeyboardModifiers held) {
        QTest::mousePress(widget, Qt::LeftButton, held, placeIn(widget));
        for (std::uint64_t i = 0, moves = 1 + m_random.below(6); i < moves && widget; ++i) {
            const QPoint at = placeIn(widget);
            QMouseEvent move(QEvent::MouseMove, at, widget->mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                             held);
            QApplication::sendEvent(widget, &move);
            if (chance(0.1) && widget) QTest::keyClick(widget, Qt::Key_Escape);
        }
        if (widget) QTest::mouseRelease(widget, Qt::LeftButton, held, placeIn(widget));
    }

    void pressKeys(QWidget* target) {
        std::vector<QKeySequence> shortcuts;
        for (const QAction* action : target->findChildren<QAction*>())
            if (action->isEnabled() && !action->shortcut().isEmpty() &&
                action->objectName() != QLatin1String("quit"))
                shortcuts.push_back(action->shortcut());
        if (!shortcuts.empty() && chance(0.5)) {
            const QKeySequence keys = pick(shortcuts);
            say(QStringLiteral("shortcut ") + keys.toString(), target);
            target->activateWindow();
            QTest::keySequence(target, keys);
            return;
        }
        static const std::vector<Qt::Key> keys{Qt::Key_Tab,   Qt::Key_Backtab, Qt::Key_Return, Qt::Key_Escape,
                                               Qt::Key_Space, Qt::Key_Up,      Qt::Key_Down,   Qt::Key_Left,
                                               Qt::Key_Right, Qt::Key_Delete,  Qt::Key_Home,   Qt::Key_End,
                                               Qt::Key_C,     Qt::Key_S,       Qt::Key_1,      Qt::Key_Minus};
        QWidget* focus = QApplication::focusWidget() ? QApplication::focusWidget() : target;
        const QPointer<QWidget> to = focus;
        for (std::uint64_t i = 0, number = 1 + m_random.below(5); i < number && to && to->isVisible(); ++i) {
            const Qt::Key key = pick(keys);
            say(QStringLiteral("key %1 in %2").arg(QKeySequence(key).toString(), ControlFinder::nameOf(to)),
                target);
            QTest::keyClick(to, key, modifiers());
        }
    }

    void goThroughHistory(QMainWindow* window) {
        const char* name = chance(0.6) ? "undo" : "redo";
        auto* action = window->findChild<QAction*>(QString::fromLatin1(name));
        for (std::uint64_t i = 0, times = 1 + m_random.below(6); action && i < times && action->isEnabled();
             ++i) {
            say(QString::fromLatin1(name), window);
            action->trigger();
        }
    }

    Random m_random;
    PopupDriver m_driver;
    const std::map<QString, int> m_none;
    QStringList m_done;
};

}  // namespace regulus::test
