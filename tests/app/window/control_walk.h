// Uses every control of a window, of the dialogs it opens and of those that these open; after each it looks
// whether something was left behind.
#pragma once

#include <QApplication>
#include <QDialog>
#include <QElapsedTimer>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "tests/app/window/control_finder.h"
#include "tests/app/window/popup_driver.h"

namespace regulus::test {

class ControlWalk {
  public:
    using Reach = std::function<QWidget*()>;

    // `busy`: something is on its way that belongs to the last control. `say` hears what is used next;
    // `complaints` hands over what was said against the program since it was last asked.
    ControlWalk(const QString& folder, std::function<bool()> busy, std::function<void(const QString&)> say,
                std::function<QStringList()> complaints)
        : m_driver(folder),
          m_busy(std::move(busy)),
          m_say(std::move(say)),
          m_complaints(std::move(complaints)) {}

    // `reach` brings the window into its state and returns it, as often as it is asked.
    void walk(const Reach& reach) {
        walk(
            {}, [&] { return enter(0, reach()); }, 0);
    }

    const QStringList& faults() const { return m_faults; }
    int used() const { return m_used; }

    void settle() {
        QElapsedTimer time;
        time.start();
        do QTest::qWait(5);
        while ((m_busy() || QApplication::activePopupWidget()) && time.elapsed() < patience_ms);
    }

  private:
    static constexpr int patience_ms = 20000;
    static constexpr std::size_t most_controls = 3000, deepest = 3;

    void walk(const QString& where, const Reach& reach, std::size_t depth) {
        std::set<QString> done;
        while (done.size() < most_controls) {
            QWidget* window = reach();
            if (!window) return fault(where, "does not open a second time");
            const std::optional<Control> next = firstBeside(done, window, depth == 0);
            if (!next) return;
            done.insert(next->name);
            const QString name = where + next->name;
            const PopupDriver::Seen seen = use(name, *next, false);
            if (next->entry < 0 && isNew(seen)) m_entries[next->name] = seen.entries;
            visitOpened(name, reach, *next, depth);
            if (seen.fileDialog) {
                useAgain(name + " and take a file", reach(), next->name, true);
                closeOpened(name);
            }
            check(name);
        }
        fault(where, "has no end of controls");
    }

    // To look for one fault, REGULUS_CONTROL keeps to controls of the window that have this in their name.
    std::optional<Control> firstBeside(const std::set<QString>& done, QWidget* window, bool outer) const {
        const QString only = outer ? qEnvironmentVariable("REGULUS_CONTROL") : QString();
        for (Control& control : ControlFinder(m_entries).find(window))
            if (!done.contains(control.name) && control.name.contains(only)) return std::move(control);
        return {};
    }

    // Its widget may be another one by now.
    void useAgain(const QString& name, QWidget* window, const QString& control, bool acceptFile) {
        if (!window) return fault(name, "cannot be used again");
        for (const Control& again : ControlFinder(m_entries).find(window))
            if (again.name == control) return static_cast<void>(use(name, again, acceptFile));
        // What is asked before a training is lost depends on whether it is over by then.
        if (window->objectName() != QLatin1String("unsaved")) fault(name, "is not there a second time");
    }

    PopupDriver::Seen use(const QString& name, const Control& control, bool acceptFile) {
        m_say(name);
        ++m_used;
        m_driver.begin({control.entry, acceptFile});
        control.use();
        m_driver.returned();
        settle();
        return m_driver.end();
    }

    QWidget* enter(std::size_t depth, QWidget* window) {
        m_levels.resize(depth);
        m_levels.push_back(window);
        return window;
    }

    bool isKnown(const QWidget* window) const {
        return std::ranges::any_of(m_levels, [window](const auto& level) { return level == window; });
    }

    // Windows that are there beside those on the way to the present one.
    QList<QWidget*> opened() const {
        QList<QWidget*> found;
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            const bool known = isKnown(widget) || qobject_cast<QDockWidget*>(widget) ||
                               widget->windowType() == Qt::ToolTip || widget->windowType() == Qt::Popup;
            if (widget->isVisible() && !known) found << widget;
        }
        return found;
    }

    static QString kindOf(const QWidget* window) {
        return QString::fromLatin1(window->metaObject()->className()) + ' ' + window->objectName() +
               window->windowTitle();
    }

    void visitOpened(const QString& name, const Reach& reach, const Control& control, std::size_t depth) {
        for (const QPointer<QWidget> window : opened()) {
            if (!qobject_cast<QDialog*>(window)) continue;
            const QString kind = kindOf(window);
            if (depth >= deepest || !m_visited.insert(kind).second) continue;
            walk(
                name + QStringLiteral(" → "),
                [&] { return openAgain(kind, name, reach, control, depth + 1); }, depth + 1);
            m_levels.resize(depth + 1);
        }
        closeOpened(name);
    }

    // The dialog that `control` opens, which may have been closed since.
    QWidget* openAgain(const QString& kind, const QString& name, const Reach& reach, const Control& control,
                       std::size_t depth) {
        if (QWidget* there = openedLike(kind)) {
            enter(depth, there);
            closeOpened(name);
            return there;
        }
        useAgain(name, reach(), control.name, false);
        QWidget* there = openedLike(kind);
        return there ? enter(depth, there) : nullptr;
    }

    QWidget* openedLike(const QString& kind) const {
        for (QWidget* window : QApplication::topLevelWidgets())
            if (window->isVisible() && kindOf(window) == kind) return window;
        return nullptr;
    }
    void closeOpened(const QString& name) {
        for (int tries = 0; tries < 8 && !opened().isEmpty(); ++tries) {
            m_driver.begin({});
            QWidget* modal = QApplication::activeModalWidget();
            QWidget* window = modal && !isKnown(modal) ? modal : opened().last();
            if (auto* dialog = qobject_cast<QDialog*>(window))
                dialog->reject();
            else
                window->close();
            m_driver.returned();
            settle();
            m_driver.end();
        }
        for (const QWidget* left : opened()) fault(name, "leaves open " + kindOf(left));
    }

    void check(const QString& name) {
        for (const QString& complaint : m_complaints()) fault(name, complaint);
        if (QApplication::activePopupWidget()) fault(name, "leaves a popup open");
        const QWidget* modal = QApplication::activeModalWidget();
        if (modal && !isKnown(modal)) fault(name, "leaves a modal window: " + kindOf(modal));
        bool answered = false;
        QTimer::singleShot(0, [&answered] { answered = true; });
        if (!QTest::qWaitFor([&answered] { return answered; }, patience_ms)) fault(name, "the window hangs");
        if (!QTest::qWaitFor([this] { return !m_busy(); }, patience_ms)) fault(name, "its work does not end");
    }

    // Entries that belong to the window, not to the menu, are used once wherever they show.
    bool isNew(const PopupDriver::Seen& seen) {
        if (seen.ownActions) return true;
        bool fresh = false;
        for (QAction* action : seen.actions) fresh = m_menuActions.insert(action).second || fresh;
        return fresh;
    }

    void fault(const QString& where, const QString& what) { m_faults << where + ": " + what; }

    PopupDriver m_driver;
    std::function<bool()> m_busy;
    std::function<void(const QString&)> m_say;
    std::function<QStringList()> m_complaints;
    std::vector<QPointer<QWidget>> m_levels;  // the window and the dialogs that led to the present one
    std::map<QString, int> m_entries;         // of menus, by the control that opens them
    std::set<QString> m_visited;              // kinds of dialogs
    std::set<QAction*> m_menuActions;
    QStringList m_faults;
    int m_used = 0;
};

}  // namespace regulus::test
