#include "core/model/detail/factory.h"

#include <ATen/Parallel.h>

#include "core/model/detail/caching_allocator.h"
#include "core/model/detail/torch_predictor.h"
#include "core/model/detail/torch_trainer.h"
#include "core/model/detail/translate.h"

namespace regulus::detail {
namespace {

void prepare_torch() {
    install_caching_allocator();
    // Our own threads take cells; within each, Torch works alone.
    at::set_num_threads(1);
}

// Keeps Torch's exceptions from leaving the module.
class TranslatingTrainer final : public Trainer {
  public:
    explicit TranslatingTrainer(std::unique_ptr<Trainer> inner) : m_inner(std::move(inner)) {}

    int epochs() const override { return m_inner->epochs(); }
    int epoch() const override { return m_inner->epoch(); }
    bool finished() const override { return m_inner->finished(); }
    void run_until(int until, Job& job) override {
        prepare_torch();
        translated([&] { return m_inner->run_until(until, job), 0; });
    }
    const std::vector<EpochRecord>& history() const override { return m_inner->history(); }
    Matrix embedding(Job& job) override {
        return translated([&] { return m_inner->embedding(job); });
    }
    ModelFile best() override {
        return translated([&] { return m_inner->best(); });
    }
    TrainingCost cost() override {
        return translated([&] { return m_inner->cost(); });
    }
    TrainingState state() const override {
        return translated([&] { return m_inner->state(); });
    }
    void restore(const TrainingState& state) override {
        translated([&] { return m_inner->restore(state), 0; });
    }

  private:
    std::unique_ptr<Trainer> m_inner;
};

}  // namespace

std::unique_ptr<Trainer> make_trainer(TrainingInput input, const TrainingOptions& options, Job& job) {
    prepare_torch();
    auto inner = translated([&] { return std::make_unique<TorchTrainer>(std::move(input), options, job); });
    return std::make_unique<TranslatingTrainer>(std::move(inner));
}

std::unique_ptr<Predictor> make_predictor(std::shared_ptr<const ModelFile> model) {
    prepare_torch();
    return translated([&] { return std::make_unique<TorchPredictor>(std::move(model)); });
}

}  // namespace regulus::detail
