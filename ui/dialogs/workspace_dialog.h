// A workspace of the cells that are selected, or seen: its name, and what is computed for it.
#pragma once

#include <QDialog>

#include "ui/session/session.h"

class QDoubleSpinBox;
class QGroupBox;
class QLineEdit;
class QPushButton;

namespace regulus {

class CellsChoice;
class MapParameters;
class ToneLabel;

class WorkspaceDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit WorkspaceDialog(Session& session, QWidget* parent = nullptr);

    // Why there can be no such workspace; empty when there can.
    QString problem() const;

  private:
    void buildClusters(QGroupBox& box);
    ClusterRequest clusters() const;
    bool mapIsTaken(const QString& name) const;
    void suggestNames();
    void start();
    void refresh();

    Session& m_session;
    CellsChoice* m_cells;
    QLineEdit* m_name;
    QGroupBox *m_neighbours, *m_map, *m_clusters;  // the first is what the other two go by
    MapParameters* m_parameters = nullptr;
    QDoubleSpinBox* m_resolution;
    QLineEdit* m_column;
    ToneLabel* m_note;
    QPushButton* m_enter = nullptr;
    bool m_named = false, m_columnNamed = false;  // by the person
};

}  // namespace regulus
