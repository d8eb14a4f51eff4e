// Whether cells differ as a whole from those a model learned from.
#include "core/workflow/data_drift.h"

#include <QTest>
#include <cmath>

#include "core/base/random.h"
#include "core/data/sparse_matrix.h"
#include "core/model/calibration.h"

using namespace regulus;

namespace {

constexpr std::size_t genes = 40;

// Log-normalised values as if: gene g is at 0 in a third of the cells, else around its own mean.
Matrix values(std::size_t cells, std::uint64_t seed, double off = 0, double silent = 1.0 / 3) {
    Random random(seed);
    Matrix m(cells, genes);
    for (std::size_t c = 0; c < cells; ++c)
        for (std::size_t g = 0; g < genes; ++g)
            m(c, g) =
                random.uniform() < silent
                    ? 0.0F
                    : static_cast<float>(std::max(0.01, 2 + 0.02 * double(g) + off + 0.4 * random.normal()));
    return m;
}

std::shared_ptr<ModelFile> model_of(const Matrix& learned) {
    auto model = std::make_shared<ModelFile>();
    model->config.read = ReadMode::Genes;
    model->classes = {"A", "B", "C"};
    model->mask.tokens = genes;
    model->mask.offsets = {0};
    for (std::size_t g = 0; g < genes; ++g) {
        model->genes.push_back("G" + std::to_string(g));
        // Every gene but TF 0 has one edge, from it.
        if (g > 0) model->mask.regulators.push_back(0), model->mask.signs.push_back(1);
        model->mask.offsets.push_back(static_cast<std::int32_t>(model->mask.regulators.size()));
        double sum = 0, squares = 0;
        for (std::size_t c = 0; c < learned.rows; ++c) sum += learned(c, g);
        const double mean = sum / double(learned.rows);
        for (std::size_t c = 0; c < learned.rows; ++c) squares += std::pow(learned(c, g) - mean, 2);
        model->gene_mean.push_back(static_cast<float>(mean));
        model->gene_sd.push_back(static_cast<float>(std::sqrt(squares / double(learned.rows))));
    }
    model->record.train_cells = learned.rows;
    std::vector<std::int32_t> columns(genes);
    std::vector<std::uint32_t> rows(learned.rows);
    for (std::size_t g = 0; g < genes; ++g) columns[g] = static_cast<std::int32_t>(g);
    for (std::size_t c = 0; c < rows.size(); ++c) rows[c] = static_cast<std::uint32_t>(c);
    Job job;
    model->record.metrics["detected"] =
        median_detected(InMemoryMatrix(to_sparse(learned)), columns, rows, {}, job);
    return model;
}

// Classes at 0, 10 and 20 on a line; half, 30 % and a fifth of the cells learned from.
std::shared_ptr<const Calibration> calibration() {
    auto made = std::make_shared<Calibration>();
    made->offsets = {std::log(0.5), std::log(0.3), std::log(0.2)};
    made->excluded_below = {0.05, 0.05, 0.05};
    made->judged = {50, 30, 20};
    made->most_distance = {4, 4, 4};
    made->shape.centroids = Matrix(3, 1);
    made->shape.centroids(1, 0) = 10;
    made->shape.centroids(2, 0) = 20;
    made->shape.whitening = Matrix(1, 1);
    made->shape.whitening(0, 0) = 1;
    return made;
}

// `shares` of the cells are of each class; every `far`th lies apart from its class.
Prediction prediction(std::size_t cells, const std::vector<double>& shares, std::size_t far = 0) {
    Prediction made{Matrix(cells, 3), Matrix(cells, 3), Matrix(cells, 1)};
    for (std::size_t c = 0; c < cells; ++c) {
        const double at = (double(c) + 0.5) / double(cells);
        const std::size_t k = at < shares[0] ? 0 : at < shares[0] + shares[1] ? 1 : 2;
        made.probabilities(c, k) = 1;
        made.embedding(c, 0) = static_cast<float>(10 * double(k) + (far > 0 && c % far == 0 ? 4 : 0.5));
    }
    return made;
}

ModelInput input_of(const Matrix& cells, std::size_t lacking = 0) {
    ModelInput input;
    input.expression = std::make_shared<InMemoryMatrix>(to_sparse(cells));
    for (std::size_t g = 0; g < genes; ++g)
        input.match.columns.push_back(g + lacking >= genes ? -1 : static_cast<std::int32_t>(g));
    input.match.found = genes - lacking;
    return input;
}

DataDrift drift(const ModelFile& model, const ModelInput& input, const Prediction& predicted) {
    Job job;
    return data_drift(model, input, predicted, job);
}

bool says(const DataDrift& drift, const char* what) {
    return std::ranges::any_of(drift.words,
                               [&](const std::string& text) { return text.find(what) != std::string::npos; });
}

const std::vector<double> as_learned{0.5, 0.3, 0.2};

}  // namespace

class TestDataDrift : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void likeDataAreLike() {
        const auto model = model_of(values(900, 1));
        model->calibration = calibration();
        for (const std::uint64_t seed : {2, 3, 4}) {
            const DataDrift found =
                drift(*model, input_of(values(600, seed)), prediction(600, as_learned, 30));
            QVERIFY2(found.words.empty(), found.words.empty() ? "" : found.words.front().c_str());
            QVERIFY(found.shift < 0.03);
            QCOMPARE(found.edges_lost, 0.0);
            QVERIFY(std::abs(*found.unlike - 1.0 / 30) < 1e-9);
            QVERIFY(*found.composition < 0.01);
            QVERIFY(std::abs(*found.detected - *found.detected_in_training) <= 1);
        }
        // Few cells differ by chance alone.
        QVERIFY(drift(*model, input_of(values(12, 9)), prediction(12, as_learned)).words.empty());
    }

    void eachDifferenceIsSaid() {
        const auto model = model_of(values(900, 1));
        model->calibration = calibration();
        const Prediction same = prediction(600, as_learned);
        const DataDrift shifted = drift(*model, input_of(values(600, 2, 0.6)), same);
        QVERIFY(shifted.words.size() == 1 && says(shifted, "Mean expression of the model's genes is 0."));
        QVERIFY(shifted.shift > 0.3);
        const DataDrift lacking = drift(*model, input_of(values(600, 2), 12), same);
        QVERIFY(std::abs(lacking.edges_lost - 12.0 / 39) < 1e-9);
        QVERIFY(lacking.words.size() == 1 && says(lacking, "31 % of the model's edges"));
        QVERIFY(!lacking.detected);  // not comparable
        const DataDrift shallow = drift(*model, input_of(values(600, 2, 0, 0.7)), same);
        QVERIFY(says(shallow, "shallower"));
        const DataDrift other = drift(*model, input_of(values(600, 2)), prediction(600, {0.05, 0.35, 0.6}));
        QVERIFY(other.words.size() == 1 && says(other, "A: 5 % instead of 50 %"));
        QVERIFY(std::abs(*other.composition - 0.45) < 0.01);
        const DataDrift far = drift(*model, input_of(values(600, 2)), prediction(600, as_learned, 3));
        QVERIFY(far.words.size() == 1 && says(far, "33 % of the cells are unlike"));
    }

    void whatAFileDoesNotHoldIsNotSaid() {
        auto model = model_of(values(900, 1));
        model->record.metrics.clear();  // an older file
        const DataDrift found =
            drift(*model, input_of(values(600, 2, 0, 0.7)), prediction(600, {0.05, 0.35, 0.6}, 3));
        QVERIFY(!found.detected && !found.detected_in_training && !found.unlike && !found.composition);
        QVERIFY(!says(found, "shallower") && !says(found, "unlike") && !says(found, "shares"));
        ModelInput own = input_of(values(600, 2, 2));
        own.learned_from = true;  // its own cells
        QVERIFY(drift(*model, own, prediction(600, as_learned)).words.empty());
    }

    void manyCellsAreSampled() {
        const auto model = model_of(values(900, 1));
        const Matrix some = values(11000, 5);
        QVERIFY(drift(*model, input_of(some), prediction(11000, as_learned)).shift < 0.03);
    }
};

QTEST_APPLESS_MAIN(TestDataDrift)
#include "tst_data_drift.moc"
