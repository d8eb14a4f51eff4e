// A session with 360 immune-like cells, a prior, and a model whose attention is known: monocytes attend to
// SPI1, B cells to PAX5, and so on. No Torch. And pictures of widgets, kept where REGULUS_PICTURES says.
#pragma once

#include <QApplication>
#include <QDir>
#include <QSignalSpy>
#include <QTest>
#include <QWidget>
#include <cmath>

#include "core/base/random.h"
#include "tests/ui/session/small_engine.h"
#include "ui/render/theme.h"
#include "ui/session/session.h"

namespace regulus::test {

inline const std::vector<std::string> immune_types{"CD14+ Mono", "FCGR3A+ Mono", "DC",
                                                   "B",          "Naive CD4 T",  "NK"};
inline const std::vector<std::string> immune_tfs{"SPI1", "CEBPB", "MAFB", "KLF4", "IRF8",  "STAT1",
                                                 "PAX5", "EBF1",  "TCF7", "LEF1", "TBX21", "EOMES"};
inline const std::vector<std::string> immune_targets{
    "CD14", "LYZ",  "CSF1R", "S100A8", "FCGR1A", "ITGAM", "TYROBP", "CST3", "MNDA",   "AIF1",
    "NCF2", "CYBB", "MS4A1", "CD79A",  "CD79B",  "CD19",  "BLK",    "IL7R", "CCR7",   "CD3E",
    "CD3D", "SELL", "GNLY",  "NKG7",   "PRF1",   "GZMB",  "FCGR3A", "CD1C", "FCER1A", "MS4A7"};
constexpr std::size_t immune_cells = 360;

// In initTestCase(): the same look on every machine.
inline void useLightTheme() {
    QApplication::setStyle(QStringLiteral("Fusion"));
    applyTheme(*qApp, Appearance::Light);
}

inline int typeOf(std::size_t cell) {
    return int(cell % immune_types.size());
}
// The TF a type's cells attend to most: SPI1, MAFB, IRF8, PAX5, TCF7, TBX21.
inline std::size_t favourite(int type) {
    return std::vector<std::size_t>{0, 2, 4, 6, 8, 10}[std::size_t(type)];
}

inline std::shared_ptr<Dataset> immuneDataset(bool labels = true) {
    auto data = std::make_shared<Dataset>();
    data->name = "immune.h5ad";
    Random random(3);
    Categorical type;
    type.categories = immune_types;
    for (std::size_t c = 0; c < immune_cells; ++c) {
        std::string barcode;
        for (int i = 0; i < 10; ++i) barcode += "ACGT"[random.below(4)];
        data->obs.index.push_back(barcode + std::to_string(c) + "-1");
        type.codes.push_back(c == immune_cells - 1 ? -1 : typeOf(c));
    }
    if (labels) data->obs.columns.push_back({"cell_type", type});
    Categorical donor{{"donor 1", "donor 2"}, {}, {}, false};
    for (std::size_t c = 0; c < immune_cells; ++c) donor.codes.push_back(int(c % 2));
    data->obs.columns.push_back({"donor_id", donor});
    auto var = std::make_shared<Table>();
    var->index = immune_tfs;
    var->index.insert(var->index.end(), immune_targets.begin(), immune_targets.end());
    for (const char* name : {"XIST", "MALAT1", "HBB"}) var->index.push_back(name);  // not in the model
    Matrix counts(immune_cells, var->index.size());
    Matrix umap(immune_cells, 2);
    for (std::size_t c = 0; c < immune_cells; ++c) {
        for (std::size_t g = 0; g < counts.cols; ++g) {
            const bool own = g == favourite(typeOf(c)) || (g >= 12 && int((g - 12) / 5) == typeOf(c));
            counts(c, g) = float(random.poisson(own ? 9 : 1));
        }
        const double angle = 1.047 * typeOf(c);
        umap(c, 0) = float(5 * std::cos(angle) + random.normal());
        umap(c, 1) = float(5 * std::sin(angle) + random.normal());
    }
    data->assays.push_back(
        {"X", std::make_shared<InMemoryMatrix>(to_sparse(counts)), var, ValueKind::Counts});
    data->embeddings.push_back({"X_umap", umap});
    return data;
}

// Every target has the TF whose number is its own modulo 12 and three others; signs take turns.
inline std::shared_ptr<RegulatoryNetwork> immunePrior() {
    std::vector<ListedRegulation> edges;
    for (std::size_t g = 0; g < immune_targets.size(); ++g) {
        for (const std::size_t t : {g % 12, (g + 5) % 12, (g + 2) % 12, (g * 7 + 1) % 12}) {
            edges.push_back({immune_tfs[t], immune_targets[g], std::int8_t(int(g % 3) - 1), 0});
        }
        if (g < 14) edges.push_back({"SPI1", immune_targets[g], std::int8_t(g % 5 == 0 ? -1 : 1), 0});
    }
    return std::make_shared<RegulatoryNetwork>(make_network("collectri", edges));
}

inline std::shared_ptr<ModelFile> immuneModel() {
    auto model = std::make_shared<ModelFile>();
    model->genes = immune_tfs;
    model->genes.insert(model->genes.end(), immune_targets.begin(), immune_targets.end());
    model->classes = immune_types;
    model->config.read = ReadMode::Genes;
    model->config.layers = 2;
    model->config.heads = 4;
    model->record.label_column = "cell_type";
    model->record.data_name = "immune.h5ad";
    model->record.split = "80/20 stratified, seed 0";
    model->record.metrics = {{"macro_f1", 0.921},          {"accuracy", 0.934},
                             {"silhouette", 0.44},         {"baseline_macro_f1", 0.916},
                             {"baseline_accuracy", 0.925}, {"baseline_silhouette", 0.32}};
    model->record.test_cells = 72;
    model->gene_mean.assign(model->genes.size(), 1);
    model->gene_sd.assign(model->genes.size(), 100);  // so wide that no data differ from them
    model->mask.tokens = model->genes.size();
    const auto prior = immunePrior();
    const auto token = [&](std::uint32_t gene) {
        return std::int32_t(std::find(model->genes.begin(), model->genes.end(), prior->genes[gene]) -
                            model->genes.begin());
    };
    for (std::size_t target = 0; target < model->genes.size(); ++target) {
        std::map<std::int32_t, std::int8_t> regulators;
        for (const Regulation& edge : prior->edges) {
            if (token(edge.target) == std::int32_t(target)) regulators[token(edge.tf)] = edge.sign;
        }
        for (const auto& [tf, sign] : regulators) {
            model->mask.regulators.push_back(tf);
            model->mask.signs.push_back(sign);
        }
        model->mask.offsets.push_back(std::int32_t(model->mask.regulators.size()));
    }
    return model;
}

// The same with a calibration: where one class of the others has .1 or more it cannot be excluded, below .6 a
// cell is unsure, and those called by the name of another type are unlike it.
inline std::shared_ptr<ModelFile> calibratedImmuneModel() {
    const std::size_t classes = immune_types.size();
    auto model = std::make_shared<ModelFile>(*immuneModel());
    auto made = std::make_shared<Calibration>();
    made->offsets.assign(classes, 0);
    made->excluded_below.assign(classes, 0.1);
    made->least_probability = 0.6;
    made->shape = {Matrix(classes, 3), Matrix(3, 3)};
    for (std::size_t k = 0; k < classes; ++k) made->shape.centroids(k, 0) = float(k);
    for (std::size_t d = 0; d < 3; ++d) made->shape.whitening(d, d) = 1;
    made->most_distance.assign(classes, 0.5);
    made->judged.assign(classes, 48);
    made->folds = 5;
    model->calibration = made;
    return model;
}

// Says the type that made the cell, but every 40th cell's next one. Cutting its favourite TF costs a
// class 1.9.
class ImmunePredictor : public Predictor {
  public:
    explicit ImmunePredictor(std::shared_ptr<const ModelFile> model) : m_model(std::move(model)) {}
    const ModelFile& model() const override { return *m_model; }

    static std::size_t said(std::size_t cell) {
        const auto type = std::size_t(typeOf(cell));
        return cell % 40 == 7 ? (type + 1) % immune_types.size() : type;
    }
    Prediction predict(const MatrixSource&, const GeneMatch&, std::span<const std::uint32_t> rows,
                       Job& job) override {
        job.checkpoint();
        const std::size_t n = immune_types.size();
        Prediction p{Matrix(rows.size(), n), Matrix(rows.size(), n), Matrix(rows.size(), 3)};
        for (std::size_t r = 0; r < rows.size(); ++r) {
            const float sure = 0.55F + 0.44F * float(rows[r] % 17) / 17.0F;
            for (std::size_t k = 0; k < n; ++k)
                p.probabilities(r, k) = (1 - sure) * (k % 2 ? 0.6F : 0.4F) / 2.5F;
            p.probabilities(r, said(rows[r])) = sure;
            p.logits(r, said(rows[r])) = 3.9F;
            p.embedding(r, 0) = float(typeOf(rows[r]));
            p.embedding(r, 1) = float(rows[r] % 7) * 0.01F;
        }
        return p;
    }
    void attend(const MatrixSource&, const GeneMatch&, std::span<const std::uint32_t> rows,
                const AttentionOptions&, const Visitor& visit, Job& job) override {
        const AttentionMask& mask = m_model->mask;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            job.checkpoint();
            const auto best = std::int32_t(favourite(typeOf(rows[i])));
            CellAttention a{std::vector<float>(mask.tokens, 1.0F / float(mask.tokens)),
                            {},
                            std::vector<float>(mask.tokens, 1.0F)};
            for (std::size_t g = 0; g < mask.tokens; ++g) {
                const auto regulators = mask.regulators_of(g);
                double sum = regulators.empty() ? 1.0 : 0.5;
                std::vector<double> weights;
                for (const std::int32_t tf : regulators) {
                    weights.push_back(tf == best ? 2.5 + double(g % 4)
                                                 : 1.0 / (1 + tf % 3) + 0.002 * double(rows[i] % 5));
                    sum += weights.back();
                }
                for (const double weight : weights) a.edges.push_back(float(weight / sum));
                a.self[g] = float((regulators.empty() ? 1.0 : 0.5) / sum);
            }
            visit(i, a);
        }
    }
    Matrix logits_without(const MatrixSource&, const GeneMatch&, std::uint32_t row,
                          std::span<const std::int32_t> tfs, Job& job) override {
        job.checkpoint();
        Matrix logits(tfs.size(), immune_types.size());
        for (std::size_t i = 0; i < tfs.size(); ++i) {
            logits(i, said(row)) = tfs[i] == std::int32_t(favourite(typeOf(row))) ? 2.0F : 3.9F;
        }
        return logits;
    }

  private:
    std::shared_ptr<const ModelFile> m_model;
};

inline Engine immuneEngine(std::shared_ptr<TrainingGate> gate = std::make_shared<TrainingGate>()) {
    Engine engine = smallEngine(std::move(gate));
    engine.predictor = [](std::shared_ptr<const ModelFile> model) -> std::unique_ptr<Predictor> {
        return std::make_unique<ImmunePredictor>(std::move(model));
    };
    engine.regulons = [](Predictor& predictor, const ModelInput& input, std::span<const std::uint32_t> rows,
                         Job& job) {
        return regulon_attention(predictor, *input.expression, input.match, rows, {}, job);
    };
    engine.umap = [](const Matrix& m, const EmbeddingRequest& request, const MapSeen&, Job&) {
        Matrix places = line(m.rows, 2);  // elsewhere for another seed
        for (float& value : places.values) value += static_cast<float>(request.seed);
        return places;
    };
    return engine;
}

// Waits until nothing runs any more.
inline bool settle(Session& session) {
    return QTest::qWaitFor([&] { return session.jobs().idle(); }, 20000);
}

inline std::unique_ptr<Session> immuneSession(bool withModel = true) {
    auto session = std::make_unique<Session>(immuneEngine());
    session->setDataset(immuneDataset());
    session->setPrior(immunePrior());
    settle(*session);
    if (withModel) session->setModel(immuneModel());
    settle(*session);
    return session;
}

// Every colour of the picture must not be one: a view that paints nothing fails here.
inline bool paintsSomething(const QImage& image) {
    std::set<QRgb> colors;
    for (int y = 0; y < image.height(); y += 2) {
        for (int x = 0; x < image.width(); x += 2) colors.insert(image.pixel(x, y));
    }
    return colors.size() > 8;
}

// Grabs the widget in light and in dark; keeps both as PNG where REGULUS_PICTURES names a folder.
inline bool picture(QWidget& widget, const QString& name, QSize size) {
    const QString folder = qEnvironmentVariable("REGULUS_PICTURES");
    bool good = true;
    for (const Appearance look : {Appearance::Light, Appearance::Dark}) {
        applyTheme(*qApp, look);
        widget.setAutoFillBackground(true);
        widget.resize(size);
        widget.show();
        if (!QTest::qWaitForWindowExposed(&widget)) return false;
        QTest::qWait(30);
        const QImage image = widget.grab().toImage();
        good = good && paintsSomething(image);
        if (!folder.isEmpty()) {
            QDir().mkpath(folder);
            image.save(QStringLiteral("%1/%2_%3.png")
                           .arg(folder, name, look == Appearance::Dark ? "dark" : "light"));
        }
    }
    applyTheme(*qApp, Appearance::Light);
    return good;
}

}  // namespace regulus::test
