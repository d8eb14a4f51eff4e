// Tells widgets that keep fonts or colours of their own that the theme has changed.
#pragma once

#include <QObject>
#include <functional>

class QWidget;

namespace regulus {

// One for the application: Qt sends the change of palette to the application, but not to a widget whose
// palette is its own. Thread: GUI.
class ThemeWatcher final : public QObject {
    Q_OBJECT
  public:
    static ThemeWatcher& instance();

  Q_SIGNALS:
    void changed();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    ThemeWatcher();
};

// Calls `dress` now and as often as the widget's own colours may be out of date: after a change of theme, and
// after a style sheet above it was set anew, when Qt gives every widget the palette back that it had when
// the sheet before was set.
void followTheme(QWidget* widget, std::function<void()> dress);

}  // namespace regulus
