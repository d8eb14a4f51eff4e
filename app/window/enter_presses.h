// Return and Enter press the button of a window that has the keyboard, as they do in dialogs.
#pragma once

#include <QWidget>

namespace regulus {

class EnterPresses final : public QObject {
  public:
    // Owned by the window; listens as long as it lives.
    explicit EnterPresses(QWidget* window);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QWidget* m_window;
};

}  // namespace regulus
