// The predictor behind core/model/predictor.h.
#pragma once

#include <memory>

#include "core/model/detail/batches.h"
#include "core/model/detail/transformer.h"
#include "core/model/predictor.h"

namespace regulus::detail {

class TorchPredictor final : public Predictor {
  public:
    explicit TorchPredictor(std::shared_ptr<const ModelFile> model);

    const ModelFile& model() const override { return *m_model; }
    std::string device() const override { return m_network->placement().name; }
    Prediction predict(const MatrixSource& expression, const GeneMatch& match,
                       std::span<const std::uint32_t> rows, Job& job) override;
    void attend(const MatrixSource& expression, const GeneMatch& match, std::span<const std::uint32_t> rows,
                const AttentionOptions& options, const Visitor& visit, Job& job) override;
    Matrix logits_without(const MatrixSource& expression, const GeneMatch& match, std::uint32_t row,
                          std::span<const std::int32_t> tfs, Job& job) override;

  private:
    Batches read(const MatrixSource& expression, const GeneMatch& match, std::span<const std::uint32_t> rows,
                 Job& job) const;
    // Calls use(first of the batch, network's output) for all cells, read and computed piece by piece.
    template <class Use>
    void for_batches(const MatrixSource& expression, const GeneMatch& match,
                     std::span<const std::uint32_t> rows, Job& job, const char* stage, const Use& use);

    std::shared_ptr<const ModelFile> m_model;
    std::unique_ptr<Transformer> m_network;
};

}  // namespace regulus::detail
