// Whether a person can see a widget. A part of the window behind another tab counts as visible for Qt, and
// lies outside; it may also be moved in later, without a word to the widget in it.
#pragma once

#include <QObject>
#include <QPointer>
#include <QWidget>
#include <functional>
#include <vector>

namespace regulus {

inline bool isSeen(const QWidget& widget) {
    return widget.isVisible() &&
           widget.window()->rect().intersects(QRect(widget.mapTo(widget.window(), QPoint()), widget.size()));
}

// Calls `seen`, on the next turn of the event loop, whenever the widget or what it lies in was shown, moved
// or resized and the widget can be seen. A child of the widget.
class SeenWatcher final : public QObject {
  public:
    SeenWatcher(QWidget* widget, std::function<void()> seen);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void watchAll();  // the widget, and what it lies in

    QWidget* m_widget;
    std::function<void()> m_seen;
    std::vector<QPointer<QObject>> m_watched;
    bool m_asked = false;
};

}  // namespace regulus
