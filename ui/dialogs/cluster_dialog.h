// Clusters of the cells while the map is looked at: neighbours, a resolution that can be moved, and what came
// of it. Stays open beside the window; what it makes is a column of the session and can be undone.
#pragma once

#include <QDialog>
#include <QTimer>

#include "ui/session/cluster_controller.h"

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QPushButton;
class QSlider;
class QSpinBox;

namespace regulus {

class CellsChoice;
class Session;
class ToneLabel;

class ClusterDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit ClusterDialog(Session& session, QWidget* parent = nullptr);

    ClusterRequest request() const;
    // Why the cells cannot be clustered as is asked; empty when they can.
    QString problem() const;

  private:
    QWidget* buildForm();
    void offerSources();
    void suggestName();
    void takeUp(const ClusterState& state);
    bool isCurrent(const ClusterState& state) const;
    void start();
    void resolutionMoved();
    void refresh();
    QString resultText() const;

    Session& m_session;
    CellsChoice* m_cells;
    QComboBox* m_source;
    QSpinBox *m_genes, *m_components, *m_neighbours;
    QSlider* m_slider;
    QDoubleSpinBox* m_resolution;
    QLineEdit* m_name;
    ToneLabel* m_result;
    QPushButton *m_cluster, *m_stop;
    QTimer m_later;  // a slider that moves asks once it rests
};

}  // namespace regulus
