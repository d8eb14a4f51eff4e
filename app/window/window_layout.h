// Where the parts of the window are: docks at the sides, a panel of tabs below the map. Keeps what a person
// made of it, hides all of it where there is nothing to show, and can give the whole window to the panel
// below.
#pragma once

#include <QByteArray>
#include <QMainWindow>
#include <QObject>
#include <QPointer>
#include <QTabBar>
#include <vector>

class QDockWidget;
class QToolButton;

namespace regulus {

class WindowLayout final : public QObject {
    Q_OBJECT
  public:
    // A child of `window`, which owns the docks.
    explicit WindowLayout(QMainWindow* window);

    // In the order in which they are to be listed; the first three are the data, the inspector, and the first
    // tab below.
    QDockWidget* add(Qt::DockWidgetArea area, const char* name, const QString& title, QWidget* view);
    // Once all are added. `kept`: what state() gave at another time; empty: as built. Those of `atFirst` stay
    // hidden until they are asked for.
    void arrange(const QByteArray& kept, std::initializer_list<const char*> hiddenAtFirst);
    const std::vector<QDockWidget*>& docks() const { return m_docks; }

    void show(bool shown);  // where they were; or none of them
    void raise(const char* name);
    void reset();   // as built
    void forget();  // what was kept, for the next time that they are shown

    // The panel below has the whole window, its tabs among it; or the map and the sides are back.
    void setEnlarged(bool enlarged);
    QToolButton* button() const { return m_enlarge; }  // at the end of the tabs; its action is the window's
    bool enlarged() const { return !m_beforeEnlarged.isEmpty(); }

    QByteArray state() const;  // to be kept: that before the panel was enlarged
    void restore(const QByteArray& state);
    void removeDocks();  // before what they show goes

  Q_SIGNALS:
    void enlargedChanged(bool enlarged);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;  // where the button of the panel is

  private:
    bool isBelow(QDockWidget* dock) const;
    QDockWidget* inFront() const;  // of the tabs below; null: none
    QTabBar* tabsBelow() const;
    void placeButton();

    QMainWindow* m_window;
    std::vector<QDockWidget*> m_docks;
    QByteArray m_first, m_kept;  // as built; as it was when the docks were last shown
    QByteArray m_beforeEnlarged;
    QToolButton* m_enlarge;
    QPointer<QTabBar> m_beside;  // where the button is
    bool m_shown = false, m_placing = false;
};

}  // namespace regulus
