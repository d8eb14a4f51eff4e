// A name that is edited where it stands in a list. Goes by itself: with Return, Escape, or the focus.
#pragma once

#include <QLineEdit>

namespace regulus {

class GroupNameEditor final : public QLineEdit {
    Q_OBJECT
  public:
    GroupNameEditor(const QString& name, QWidget* list);

  Q_SIGNALS:
    void named(const QString& name);  // once, and another one than before, without spaces around it

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    void finish(bool take);

    QString m_before;
    bool m_done = false;
};

}  // namespace regulus
