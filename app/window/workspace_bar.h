// Above the map, as long as a part of the cells is worked on: which one, and the way back.
#pragma once

#include <QFrame>

#include "ui/session/session.h"

class QLabel;

namespace regulus {

class WorkspaceBar final : public QFrame {
    Q_OBJECT
  public:
    explicit WorkspaceBar(Session& session, QWidget* parent = nullptr);

    QString text() const;  // "T cells · workspace of 1,204 of 2,638 cells"; empty while it is hidden

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void refresh();

    Session& m_session;
    QLabel* m_text;
};

}  // namespace regulus
