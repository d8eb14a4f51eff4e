// A command of the terminal that does what a dialog is about to do, to be copied for a server.
#pragma once

#include <QWidget>

class QLineEdit;

namespace regulus {

class CommandField final : public QWidget {
    Q_OBJECT
  public:
    explicit CommandField(QWidget* parent = nullptr);

    void setCommand(const QString& command);

  private:
    QLineEdit* m_command;
};

}  // namespace regulus
