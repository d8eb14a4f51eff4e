// The status bar: how many cells, how many selected and hidden, what lies under the pointer; and what the
// program is working on, with time left and a button to cancel it.
#pragma once

#include <QStatusBar>

class QLabel;
class QProgressBar;
class QToolButton;

namespace regulus {

class JobListModel;
class Session;

class StatusLine final : public QStatusBar {
    Q_OBJECT
  public:
    explicit StatusLine(Session& session, QWidget* parent = nullptr);

    QString cellsText() const;
    QString selectedText() const;
    QString jobText() const;
    QString timeLeft() const;

  private:
    void showCells();
    void showHover();
    void showJobs();
    void listJobs();

    Session& m_session;
    QLabel *m_cells, *m_selected, *m_hidden, *m_hover, *m_simulated, *m_job, *m_left;
    QProgressBar* m_bar;
    QToolButton *m_cancel, *m_more;
};

}  // namespace regulus
