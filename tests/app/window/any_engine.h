// An engine for the whole window without Torch: a model of any classes says something of any cells at once,
// and a training waits at a gate.
#pragma once

#include "tests/ui/views/immune_session.h"

namespace regulus::test {

// A model of any classes on any cells.
class AnyPredictor final : public ImmunePredictor {
  public:
    using ImmunePredictor::ImmunePredictor;
    Prediction predict(const MatrixSource&, const GeneMatch&, std::span<const std::uint32_t> rows,
                       Job& job) override {
        job.checkpoint();
        const std::size_t n = model().classes.size();
        // Heads that are fitted on the embedding are as wide as the model's own.
        const std::size_t wide = model().reader ? model().reader->reader.dimensions : 3;
        Prediction p{Matrix(rows.size(), n), Matrix(rows.size(), n), Matrix(rows.size(), wide)};
        for (std::size_t r = 0; r < rows.size(); ++r) {
            for (std::size_t k = 0; k < n; ++k) p.probabilities(r, k) = 0.2F / float(n);
            p.probabilities(r, rows[r] % n) += 0.8F;
            p.logits(r, rows[r] % n) = 3.9F;
            p.embedding(r, 0) = float(rows[r] % n);
            p.embedding(r, 1) = float(rows[r] % 7);
        }
        return p;
    }
    Matrix logits_without(const MatrixSource&, const GeneMatch&, std::uint32_t row,
                          std::span<const std::int32_t> tfs, Job& job) override {
        job.checkpoint();
        Matrix logits(tfs.size(), model().classes.size());
        for (std::size_t i = 0; i < tfs.size(); ++i) logits(i, row % logits.cols) = float(tfs[i] % 4);
        return logits;
    }
};

inline Engine anyEngine(const std::shared_ptr<TrainingGate>& gate) {
    Engine engine = immuneEngine(gate);
    engine.predictor = [](std::shared_ptr<const ModelFile> model) -> std::unique_ptr<Predictor> {
        return std::make_unique<AnyPredictor>(std::move(model));
    };
    engine.finish = [](Trainer& trainer, const TrainingSetup& setup, double, bool, Job& job) {
        TrainingOutcome outcome;
        auto model = *immuneModel();
        model.classes = setup.labels.classes;
        const auto metrics = model.record.metrics;
        model.record = setup.input.record;
        model.record.metrics = metrics;
        model.record.history = trainer.history();
        outcome.model = std::make_shared<ModelFile>(std::move(model));
        const std::vector<std::uint32_t> rows = CellSet::all(setup.input.expression->cells()).rows();
        outcome.prediction =
            AnyPredictor(outcome.model)
                .predict(*setup.input.expression, match_genes(*outcome.model, setup.genes.names), rows, job);
        return outcome;
    };
    engine.umap = [](const Matrix& m, const EmbeddingRequest& request, const MapSeen&, Job&) {
        Matrix points(m.rows, std::size_t(request.dimensions));
        for (std::size_t i = 0; i < m.rows; ++i)
            for (std::size_t d = 0; d < points.cols; ++d) points(i, d) = float((i * (d + 3)) % 17);
        return points;
    };
    return engine;
}

}  // namespace regulus::test
