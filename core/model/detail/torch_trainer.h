// The trainer behind core/model/trainer.h.
#pragma once

#include <ATen/ATen.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/model/detail/adamw.h"
#include "core/model/detail/batches.h"
#include "core/model/detail/transformer.h"
#include "core/model/trainer.h"

namespace regulus::detail {

class TorchTrainer final : public Trainer {
  public:
    TorchTrainer(TrainingInput input, TrainingOptions options, Job& job);

    int epochs() const override { return m_pretraining + m_fine_tuning; }
    int epoch() const override { return m_epoch; }
    bool finished() const override;
    void run_until(int until, Job& job) override;
    const std::vector<EpochRecord>& history() const override { return m_history; }
    Matrix embedding(Job& job) override;
    ModelFile best() override;
    TrainingCost cost() override;
    TrainingState state() const override;
    void restore(const TrainingState& state) override;

  private:
    using Tensors = std::map<std::string, at::Tensor>;  // by name, as in TrainingState
    class Borrowed;
    struct Validation {
        double loss, macro_f1;
    };

    void choose_genes(Job& job);
    void make_network(Job& job);
    std::unique_ptr<Transformer> placed_network(const AttentionMask& mask) const;
    void make_optimizer(bool pretraining);
    void start_fine_tuning(Job& job);
    EpochRecord run_epoch(Job& job);
    double pass_over_cells(bool pretraining, Job& job);
    double step(std::span<const std::uint32_t> rows, bool pretraining);
    Validation validate(Job& job) const;  // by the prototypes
    void fit_head_of_best(Job& job);
    TrainingCost measure_cost();
    double seconds_of_a_cell(bool pretraining);

    const Placement& where() const { return m_network->placement(); }
    std::vector<std::uint32_t> all_cells() const;
    at::Tensor classes_of(std::span<const std::uint32_t> rows) const;  // int64
    at::Tensor pool_here(std::span<const std::uint32_t> rows, Job& job) const;
    void agree();
    at::Tensor pool(std::span<const std::uint32_t> rows, Job& job) const;
    at::Tensor embed(std::span<const std::uint32_t> rows, Job& job) const;
    Tensors learned() const;  // copies of all that is learned
    void set(const Tensors& tensors);
    void check_fits(const TrainingState& state) const;                         // throws Error(Input)
    std::vector<AdamW::Moments> moments_of(const TrainingState& state) const;  // throws Error(Input)
    void average();
    void keep_as_best(Tensors tensors);

    TrainingInput m_input;
    TrainingOptions m_options;
    int m_pretraining = 0, m_fine_tuning = 0, m_epoch = 0, m_best_epoch = 0;
    double m_best_loss;
    bool m_out_of_patience = false;
    std::vector<std::uint32_t> m_learn, m_train, m_validation;  // cells; learn: all but validation and test
    std::vector<std::uint32_t> m_columns;                       // of the expression, one a token
    std::vector<std::string> m_tokens;
    std::vector<float> m_mean, m_sd;
    std::unique_ptr<Batches> m_batches;  // of every cell of the dataset
    std::unique_ptr<Transformer> m_network;
    std::unique_ptr<AdamW> m_optimizer;
    std::vector<at::Tensor> m_moved;  // by the optimizer, in its order
    std::vector<std::string> m_moved_names;
    at::Tensor m_class_weights;
    at::Tensor m_prototypes;  // classes × width: directions the embedding is drawn to; undefined until labels
                              // are learned
    at::Generator m_generator;
    Random m_random;
    Tensors m_average;  // of the steps since labels are learned
    Tensors m_best;
    bool m_best_has_head = false;  // its head is fitted to it
    std::vector<EpochRecord> m_history;
};

}  // namespace regulus::detail
