// A map of the cells, or of a part of them, by UMAP: of what, of which cells, with which neighbours.
#pragma once

#include <QDialog>

#include "core/workflow/cell_map.h"
#include "ui/session/session.h"

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace regulus {

class CellsChoice;
class ToneLabel;

class MapDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit MapDialog(Session& session, QWidget* parent = nullptr);

    EmbeddingRequest request() const;
    // Why there can be no such map; empty when there can.
    QString problem() const;

  private:
    QWidget* buildForm();
    void offerSources();
    void start();
    void suggestName();
    void refresh();

    Session& m_session;
    CellsChoice* m_cells;
    QComboBox* m_source;
    QSpinBox *m_neighbours, *m_seed;
    QDoubleSpinBox* m_distance;
    QLineEdit* m_name;
    ToneLabel* m_note;
    QPushButton* m_compute = nullptr;
    bool m_named = false;  // by the person
};

}  // namespace regulus
