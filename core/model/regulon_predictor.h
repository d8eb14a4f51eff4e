// The predictor of models that read regulons. No Torch.
#pragma once

#include <memory>

#include "core/model/predictor.h"

namespace regulus {

class RegulonPredictor final : public Predictor {
  public:
    explicit RegulonPredictor(std::shared_ptr<const ModelFile> model) : m_model(std::move(model)) {}

    const ModelFile& model() const override { return *m_model; }
    Prediction predict(const MatrixSource& expression, const GeneMatch& match,
                       std::span<const std::uint32_t> rows, Job& job) override;
    // No gene attends to another one here: these throw Error(Model).
    void attend(const MatrixSource& expression, const GeneMatch& match, std::span<const std::uint32_t> rows,
                const AttentionOptions& options, const Visitor& visit, Job& job) override;
    Matrix logits_without(const MatrixSource& expression, const GeneMatch& match, std::uint32_t row,
                          std::span<const std::int32_t> tfs, Job& job) override;

  private:
    std::shared_ptr<const ModelFile> m_model;
};

// Classes of cells with a part of the embedding cut, one a row; see Cut.
std::vector<std::int32_t> classes_with(const ReaderModel& model, const MatrixSource& expression,
                                       const GeneMatch& match, std::span<const std::uint32_t> rows, Cut cut,
                                       Job& job);

}  // namespace regulus
