// A dataset of a few cells and an engine that needs no Torch: every number can be worked out by hand.
#pragma once

#include <QSemaphore>
#include <QString>
#include <memory>

#include "core/data/dataset.h"
#include "ui/session/engine.h"

namespace regulus::test {

// Six cells, four genes (SPI1, CD14, PAX5, MS4A1), cell_type (Mono, Mono, Mono, B, B, unlabelled), a number
// (depth), X holds counts, an X_umap and an X_pca.
inline std::shared_ptr<Dataset> smallDataset(bool withEmbedding = true) {
    auto data = std::make_shared<Dataset>();
    data->name = "small.h5ad";
    data->obs.index = {"c0", "c1", "c2", "c3", "c4", "c5"};
    Categorical type;
    type.categories = {"Mono", "B"};
    type.codes = {0, 0, 0, 1, 1, -1};
    type.colors = {"#ff0000", "#0000ff"};
    data->obs.columns.push_back({"cell_type", type});
    Categorical donor;
    donor.categories = {"d1", "d2"};
    donor.codes = {0, 1, 0, 1, 0, 1};
    data->obs.columns.push_back({"donor_id", donor});
    data->obs.columns.push_back({"depth", Numeric{{1.5, 2.5, 3.5, 4.5, 5.5, 6.5}, false}});

    Matrix counts(6, 4);
    const float values[6][4] = {{5, 9, 0, 0}, {4, 7, 0, 0}, {6, 8, 0, 1},
                                {0, 0, 5, 9}, {0, 1, 4, 8}, {1, 1, 1, 1}};
    for (std::size_t c = 0; c < 6; ++c)
        for (std::size_t g = 0; g < 4; ++g) counts(c, g) = values[c][g];
    auto var = std::make_shared<Table>();
    var->index = {"SPI1", "CD14", "PAX5", "MS4A1"};
    data->assays.push_back(
        {"X", std::make_shared<InMemoryMatrix>(to_sparse(counts)), var, ValueKind::Counts});
    if (withEmbedding) {
        data->embeddings.push_back({"X_pca", Matrix(6, 3)});
        Matrix umap(6, 2);
        for (std::size_t c = 0; c < 6; ++c) umap(c, 0) = static_cast<float>(c);
        data->embeddings.push_back({"X_umap", umap});
    }
    return data;
}

inline std::shared_ptr<RegulatoryNetwork> smallPrior() {
    const ListedRegulation edges[] = {
        {"SPI1", "CD14", 1, 0}, {"PAX5", "MS4A1", 1, 0}, {"PAX5", "CD14", -1, 0}};
    return std::make_shared<RegulatoryNetwork>(make_network("small prior", edges));
}

inline std::shared_ptr<ModelFile> smallModel() {
    auto model = std::make_shared<ModelFile>();
    model->config.read = ReadMode::Genes;
    model->genes = {"SPI1", "PAX5", "CD14", "MS4A1"};
    model->classes = {"B", "Mono"};
    model->record.label_column = "cell_type";
    model->record.genes_in_totals = 4;
    return model;
}

// Says "Mono" to a cell with more CD14 than MS4A1, with a score that grows with the difference.
class SmallPredictor : public Predictor {
  public:
    explicit SmallPredictor(std::shared_ptr<const ModelFile> model) : m_model(std::move(model)) {}
    const ModelFile& model() const override { return *m_model; }
    Prediction predict(const MatrixSource& expression, const GeneMatch& match,
                       std::span<const std::uint32_t> rows, Job& job) override {
        job.checkpoint();
        const Matrix values = to_dense(expression.rows(rows));
        Prediction p{Matrix(rows.size(), 2), Matrix(rows.size(), 2), Matrix(rows.size(), 3)};
        for (std::size_t r = 0; r < rows.size(); ++r) {
            const float cd14 = values(r, static_cast<std::size_t>(match.columns[2]));
            const float ms4a1 = values(r, static_cast<std::size_t>(match.columns[3]));
            const float mono = cd14 > ms4a1 ? 0.9F : 0.25F;
            p.probabilities(r, 0) = 1 - mono;
            p.probabilities(r, 1) = mono;
            p.embedding(r, 0) = cd14;
            p.embedding(r, 1) = ms4a1;
        }
        return p;
    }
    void attend(const MatrixSource&, const GeneMatch&, std::span<const std::uint32_t>,
                const AttentionOptions&, const Visitor&, Job&) override {}
    Matrix logits_without(const MatrixSource&, const GeneMatch&, std::uint32_t, std::span<const std::int32_t>,
                          Job&) override {
        return {};
    }

  private:
    std::shared_ptr<const ModelFile> m_model;
};

// Each epoch waits for a permit, so that a test decides how far a training gets.
struct TrainingGate {
    QSemaphore permits;
    int planned = 4;
};

class SmallTrainer final : public Trainer {
  public:
    SmallTrainer(TrainingInput input, std::shared_ptr<TrainingGate> gate)
        : m_input(std::move(input)), m_gate(std::move(gate)) {}
    int epochs() const override { return m_gate->planned; }
    int epoch() const override { return static_cast<int>(m_history.size()); }
    bool finished() const override { return epoch() >= epochs(); }
    void run_until(int until, Job& job) override {
        while (epoch() < until && !finished()) {
            while (!m_gate->permits.tryAcquire(1, 1)) job.checkpoint();
            EpochRecord record;
            record.epoch = epoch() + 1;
            record.loss = 1.0 / record.epoch;
            m_history.push_back(record);
        }
    }
    const std::vector<EpochRecord>& history() const override { return m_history; }
    Matrix embedding(Job&) override {
        Matrix e(m_input.labels.size(), 3);
        for (std::size_t c = 0; c < e.rows; ++c) {
            e(c, 0) = static_cast<float>(c);
            e(c, 1) = static_cast<float>((c * c) % 3);
        }
        return e;
    }
    ModelFile best() override {
        ModelFile model = *smallModel();
        model.record.history = m_history;
        model.record.metrics["accuracy"] = 1;
        return model;
    }
    TrainingCost cost() override { return {10, 100}; }
    TrainingState state() const override {
        TrainingState state;
        state.epoch = epoch();
        state.history = m_history;
        return state;
    }
    void restore(const TrainingState& state) override { m_history = state.history; }

  private:
    TrainingInput m_input;
    std::shared_ptr<TrainingGate> m_gate;
    std::vector<EpochRecord> m_history;
};

inline Matrix line(std::size_t points, float slope) {
    Matrix m(points, 2);
    for (std::size_t i = 0; i < points; ++i) {
        m(i, 0) = static_cast<float>(i);
        m(i, 1) = slope * static_cast<float>(i);
    }
    return m;
}

inline Engine smallEngine(std::shared_ptr<TrainingGate> gate = std::make_shared<TrainingGate>()) {
    Engine engine;
    engine.trainer = [gate](TrainingInput input, TrainingOptions, Job&) -> std::unique_ptr<Trainer> {
        return std::make_unique<SmallTrainer>(std::move(input), gate);
    };
    engine.predictor = [](std::shared_ptr<const ModelFile> model) -> std::unique_ptr<Predictor> {
        return std::make_unique<SmallPredictor>(std::move(model));
    };
    engine.finish = [](Trainer& trainer, const TrainingSetup& setup, double, bool, Job& job) {
        TrainingOutcome outcome;
        outcome.model = std::make_shared<ModelFile>(trainer.best());
        const std::vector<std::uint32_t> rows = CellSet::all(setup.input.expression->cells()).rows();
        SmallPredictor predictor(outcome.model);
        outcome.prediction = predictor.predict(*setup.input.expression,
                                               match_genes(*outcome.model, setup.genes.names), rows, job);
        return outcome;
    };
    // SPI1 in monocytes, PAX5 in the others.
    engine.regulons = [](Predictor&, const ModelInput&, std::span<const std::uint32_t> rows, Job&) {
        RegulonAttention r;
        r.tfs = {"SPI1", "PAX5"};
        r.rows.assign(rows.begin(), rows.end());
        r.attention = r.choice = r.pooling = Matrix(rows.size(), 2);
        for (std::size_t i = 0; i < rows.size(); ++i) r.choice(i, rows[i] < 3 ? 0 : 1) = 1;
        return r;
    };
    engine.components = [](const MatrixSource& m, const ComponentOptions&, Job&) {
        return line(m.cells(), 1);
    };
    engine.umap = [](const Matrix& m, const EmbeddingRequest&, const MapSeen&, Job&) {
        return line(m.rows, 2);
    };
    return engine;
}

// The cells of smallDataset() so many times over.
inline std::shared_ptr<Dataset> repeated(std::size_t times) {
    auto data = smallDataset();
    const CsrMatrix six = data->assays[0].matrix->block(0, 6);
    CsrMatrix many;
    many.cols = six.cols;
    std::vector<std::int32_t> type, donor;
    data->obs.index.clear();
    for (std::size_t repeat = 0; repeat < times; ++repeat) {
        for (std::size_t c = 0; c < 6; ++c) {
            many.push_row(six.row_columns(c), six.row_values(c));
            data->obs.index.push_back(QString("c%1").arg(data->obs.index.size()).toStdString());
            type.push_back(c < 3 ? 0 : c < 5 ? 1 : -1);
            donor.push_back(static_cast<std::int32_t>(repeat % 2));
        }
    }
    std::get<Categorical>(data->obs.columns[0].values).codes = type;
    std::get<Categorical>(data->obs.columns[1].values).codes = donor;
    data->obs.columns.pop_back();
    data->assays[0].matrix = std::make_shared<InMemoryMatrix>(many);
    data->embeddings.clear();
    data->embeddings.push_back({"X_umap", line(6 * times, 1)});
    return data;
}

}  // namespace regulus::test
