// The numbers of a training that most people leave alone, folded away.
#pragma once

#include <QWidget>

#include "core/model/model_config.h"

class QSpinBox;

namespace regulus {

class TrainDetails final : public QWidget {
    Q_OBJECT
  public:
    explicit TrainDetails(QWidget* parent = nullptr);

    void take(const TrainingOptions& preset);   // all but the seed; no signal
    void fill(TrainingOptions& options) const;  // with what was chosen

  Q_SIGNALS:
    void changed();

  private:
    QSpinBox *m_genes, *m_epochs, *m_pretraining, *m_seed;
};

}  // namespace regulus
