// Selects cells by their names, pasted or from a file.
#pragma once

#include <QDialog>

#include "core/data/rows_by_name.h"
#include "ui/session/session.h"

class QComboBox;
class QPlainTextEdit;
class QPushButton;

namespace regulus {

class ToneLabel;

class SelectByNameDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit SelectByNameDialog(Session& session, QWidget* parent = nullptr);

    void setNames(const QString& text);

  Q_SIGNALS:
    void fileWanted();  // where it lies is not this dialog's to ask

  private:
    void look();
    void show(const RowsByName& found, std::size_t named);
    void start();

    Session& m_session;
    QPlainTextEdit* m_names;
    QComboBox* m_mode;
    ToneLabel* m_note;
    QPushButton* m_select = nullptr;
    CellSet m_found;
    QString m_key;  // of its job
};

}  // namespace regulus
