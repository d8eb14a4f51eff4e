// The slim bar of a docked part: its name, and a menu to float or hide it. It can be dragged by it.
#pragma once

#include <QWidget>

class QDockWidget;

namespace regulus {

class DockTitle final : public QWidget {
    Q_OBJECT
  public:
    DockTitle(const QString& name, QDockWidget* dock);
};

}  // namespace regulus
