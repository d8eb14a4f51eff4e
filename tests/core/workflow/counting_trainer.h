// A trainer that learns nothing but counts its epochs, and needs no Torch.
#pragma once

#include <chrono>
#include <thread>
#include <vector>

#include "core/workflow/run_training.h"

namespace regulus::test {

class CountingTrainer final : public Trainer {
  public:
    explicit CountingTrainer(int epochs) : m_epochs(epochs) {}
    int epochs() const override { return m_epochs; }
    int epoch() const override { return static_cast<int>(m_history.size()); }
    bool finished() const override { return epoch() >= m_epochs; }
    void run_until(int until, Job& job) override {
        while (epoch() < until) {
            for (int step = 0; step < 4; ++step) {
                job.checkpoint();
                job.progress(step / 4.0, "a step");
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
            EpochRecord record;
            record.epoch = epoch() + 1;
            m_history.push_back(record);
        }
    }
    const std::vector<EpochRecord>& history() const override { return m_history; }
    Matrix embedding(Job&) override { return {}; }
    ModelFile best() override { return {}; }
    TrainingCost cost() override { return {}; }
    TrainingState state() const override {
        TrainingState state;
        state.epoch = epoch();
        state.history = m_history;
        return state;
    }
    void restore(const TrainingState& state) override { m_history = state.history; }

  private:
    int m_epochs;
    std::vector<EpochRecord> m_history;
};

inline TrainingParts counting_parts(int epochs) {
    return {[epochs](TrainingInput, TrainingOptions, Job& job) -> std::unique_ptr<Trainer> {
                job.checkpoint();
                return std::make_unique<CountingTrainer>(epochs);
            },
            [](Trainer&, const TrainingSetup&, double, bool, Job& job) {
                job.checkpoint();
                job.progress(1, "judged");
                return TrainingOutcome{};
            }};
}

}  // namespace regulus::test
