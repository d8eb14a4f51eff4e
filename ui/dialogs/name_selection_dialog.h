// Gives the selected cells a name in a column of their own making: a new one, a copy of one of the file's, or
// one that was made before.
#pragma once

#include <QDialog>

#include "ui/session/own_columns.h"

class QComboBox;
class QFormLayout;
class QLineEdit;
class QPushButton;

namespace regulus {

class Session;
class ToneLabel;

class NameSelectionDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit NameSelectionDialog(Session& session, QWidget* parent = nullptr);

    // Why the names cannot be taken; empty when they can.
    QString problem() const;
    // The column with the selection in it.
    OwnColumn column() const;

  private:
    std::string columnName() const;
    const OwnColumn* known() const;  // the column that is chosen, where it is there; null: a new one
    void columnChosen();
    void refresh();

    Session& m_session;
    QFormLayout* m_form;
    QLineEdit* m_group;
    QComboBox *m_column, *m_base;
    ToneLabel* m_note;
    QPushButton* m_keep;
};

}  // namespace regulus
