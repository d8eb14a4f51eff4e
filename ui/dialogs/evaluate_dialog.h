// Before a prior is evaluated: labels, what is kept apart for judging, how much is done, where it is kept;
// with the command that does the same.
#pragma once

#include <QDialog>

#include "ui/session/evidence_controller.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace regulus {

class CommandField;
class Session;
class SessionSettings;
class ToneLabel;

class EvaluateDialog final : public QDialog {
    Q_OBJECT
  public:
    EvaluateDialog(Session& session, SessionSettings& settings, QWidget* parent = nullptr);

    EvaluationRequest request() const;
    QString commandLine() const;
    // Says what is wrong with the choices, in a person's words; empty when Evaluate can be pressed.
    QString problem() const;

  Q_SIGNALS:
    void priorWanted();  // the person asks for another prior

  private:
    void fillColumns();
    void suggestFolder();
    void refresh();
    void browse();

    Session& m_session;
    SessionSettings& m_settings;
    QComboBox *m_labels, *m_split, *m_amount;
    QLineEdit* m_folder;
    CommandField* m_command;
    ToneLabel *m_prior, *m_amountNote, *m_problem;
    QPushButton* m_evaluate;
    QString m_suggested;  // folder
};

}  // namespace regulus
