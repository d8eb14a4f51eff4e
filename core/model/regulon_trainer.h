// Makes a model that reads regulons: the reader in closed form from cells without labels, then a
// class-balanced logistic regression on its embedding, calibrated where there are labels enough. No Torch.
#pragma once

#include "core/model/calibration.h"
#include "core/model/trainer.h"
#include "core/regulons/closed_form.h"

namespace regulus {

// Everything is done when it is made; there are no epochs.
class RegulonTrainer final : public Trainer {
  public:
    // Throws as Trainer::create().
    RegulonTrainer(TrainingInput input, TrainingOptions options, Job& job);

    int epochs() const override { return 0; }
    int epoch() const override { return 0; }
    bool finished() const override { return true; }
    void run_until(int, Job&) override {}
    const std::vector<EpochRecord>& history() const override { return m_history; }
    Matrix embedding(Job& job) override;
    ModelFile best() override;
    TrainingCost cost() override;
    TrainingState state() const override;
    void restore(const TrainingState& state) override;

  private:
    CellSet reader_cells() const;  // that it is made from
    RegulonSet chosen(RegulonSet regulons, const ReaderOptions& options, Job& job);
    void make_reader(Job& job);
    void make_head(Job& job);
    Matrix embedded(std::span<const std::uint32_t> rows, Job& job) const;

    TrainingInput m_input;
    TrainingOptions m_options;
    std::vector<std::int32_t> m_columns;  // of the expression, one a token
    ReaderModel m_model;
    CalibrationOutcome m_calibration;
    double m_overlap = 1, m_seconds = 0;
    std::vector<EpochRecord> m_history;
};

}  // namespace regulus
