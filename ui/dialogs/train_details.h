// The numbers of a training that most people leave alone, folded away.
#pragma once

#include <QWidget>
#include <vector>

#include "core/evaluate/splits.h"
#include "core/model/model_config.h"

class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QSpinBox;

namespace regulus {

class TrainDetails final : public QWidget {
    Q_OBJECT
  public:
    explicit TrainDetails(QWidget* parent = nullptr);

    // All but the seeds; shows what a model of this form has. No signal.
    void take(const TrainingOptions& preset);
    void setRewired(bool rewired);  // a rewired prior has a seed of its own
    // With what was chosen.
    void fill(TrainingOptions& options, SplitOptions& split) const;

  Q_SIGNALS:
    void changed();

  private:
    struct Row {
        QLabel* label;
        QWidget* field;
    };
    void buildRegulons();
    void buildGenes();
    void buildSeeds();
    Row addRow(const QString& name, QWidget* field, const QString& help);
    static void show(const std::vector<Row>& rows, bool shown);

    QFormLayout* m_form;
    QSpinBox *m_tfs, *m_heads, *m_dimensions, *m_genes, *m_epochs, *m_pretraining;
    QSpinBox *m_splitSeed, *m_drawSeed, *m_firstSeed, *m_rewiringSeed;
    QDoubleSpinBox *m_bypass, *m_own;
    std::vector<Row> m_ofRegulons, m_ofGenes;
};

}  // namespace regulus
