// The numbers of a training that most people leave alone, folded away.
#pragma once

#include <QWidget>
#include <vector>

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

    // All but the seed; shows what a model of this form has. No signal.
    void take(const TrainingOptions& preset);
    void fill(TrainingOptions& options) const;  // with what was chosen

  Q_SIGNALS:
    void changed();

  private:
    struct Row {
        QLabel* label;
        QWidget* field;
    };
    Row addRow(const QString& name, QWidget* field, const QString& help);
    static void show(const std::vector<Row>& rows, bool shown);

    QFormLayout* m_form;
    QSpinBox *m_heads, *m_dimensions, *m_genes, *m_epochs, *m_pretraining, *m_seed;
    QDoubleSpinBox* m_bypass;
    std::vector<Row> m_ofRegulons, m_ofGenes;
};

}  // namespace regulus
