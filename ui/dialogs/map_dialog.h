// A map of the cells, or of a part of them, by UMAP: of what, of which cells, with which neighbours.
#pragma once

#include <QDialog>

#include "ui/session/session.h"

class QLineEdit;
class QPushButton;

namespace regulus {

class CellsChoice;
class MapParameters;
class ToneLabel;

class MapDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit MapDialog(Session& session, QWidget* parent = nullptr);

    // Why there can be no such map; empty when there can.
    QString problem() const;

  private:
    QWidget* buildForm();
    void start();
    void suggestName();
    void refresh();

    Session& m_session;
    CellsChoice* m_cells;
    MapParameters* m_parameters = nullptr;
    QLineEdit* m_name;
    ToneLabel* m_note;
    QPushButton* m_compute = nullptr;
    bool m_named = false;  // by the person
};

}  // namespace regulus
