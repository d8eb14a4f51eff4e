// Scores of gene sets in every cell while the map is looked at: which sets, which score, and what came of it.
// Stays open beside the window; what it makes are columns of the session and can be undone.
#pragma once

#include <QDialog>

#include "ui/session/score_controller.h"

class QComboBox;
class QPushButton;

namespace regulus {

class GeneSetChooser;
class Session;
class SessionSettings;
class ToneLabel;

class ScoreDialog final : public QDialog {
    Q_OBJECT
  public:
    ScoreDialog(Session& session, SessionSettings& settings, QWidget* parent = nullptr);

    GeneSetChooser* chooser() const { return m_chooser; }
    ScoreRequest request() const;
    // Why nothing can be scored as is asked; empty when it can.
    QString problem() const;

  Q_SIGNALS:
    void plotRequested(const std::vector<std::string>& columns);  // those that were made

  private:
    QWidget* buildMethod();
    void refresh();
    QString resultText() const;
    std::vector<std::string> made() const;  // the last ones, as far as they are still there

    Session& m_session;
    GeneSetChooser* m_chooser;
    QComboBox* m_method;
    ToneLabel* m_result;
    QPushButton *m_score, *m_stop, *m_plot;
};

}  // namespace regulus
