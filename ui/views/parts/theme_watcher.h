// Tells widgets that keep fonts or colours of their own that the theme has changed.
#pragma once

#include <QObject>

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

}  // namespace regulus
