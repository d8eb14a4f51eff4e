// A calibration on cells with known probabilities, its head, its sets, and its file.
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/evaluate/calibration_quality.h"
#include "core/evaluate/left_out_classes.h"
#include "core/io/files/safetensors.h"
#include "core/model/calibration.h"
#include "core/model/fitted_head.h"
#include "core/regulons/reader_decisions.h"
#include "core/stats/logistic_regression.h"
#include "core/stats/temperature.h"
#include "core/workflow/calibration_words.h"
#include "core/workflow/finish_training.h"
#include "tests/core/model/training_fixture.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

constexpr std::size_t dimensions = 8;

struct Cells {
    Matrix x;
    std::vector<std::int32_t> labels, groups;
};

// Overlapping classes of unequal size: class k has a share of about 2^-k; three groups of cells, the last
// class in the first group alone where `grouped`.
Cells cells_of(std::size_t count, std::uint64_t seed, std::size_t classes = 4) {
    Random random(seed);
    Cells cells{Matrix(count, dimensions), {}, {}};
    for (std::size_t i = 0; i < count; ++i) {
        std::size_t label = 0;
        while (label + 1 < classes && random.uniform() < 0.5) ++label;
        cells.labels.push_back(static_cast<std::int32_t>(label));
        cells.groups.push_back(static_cast<std::int32_t>(i % 3));
        for (float& v : cells.x.row(i)) v = static_cast<float>(random.normal());
        cells.x(i, label) += 2;
    }
    return cells;
}

Prediction predicted(const ReaderHead& head, const Matrix& x) {
    Prediction prediction{logits_of(head, x), {}, x};
    prediction.probabilities =
        scaled_probabilities(prediction.logits, std::vector<double>(head.bias.size(), 0), 1);
    return prediction;
}

// A model of the fixture's data, calibrated.
ModelFile trained() {
    static const Simulation simulation = small_simulation();
    TrainingOptions options = options_for(Preset::Standard, ReadMode::Regulons);
    options.model.dimensions = 12;
    Job job;
    return Trainer::create(small_setup(simulation).input, options, job)->best();
}

}  // namespace

class CalibrationTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void probabilities_sets_and_rejection_keep_their_promises() {
        const Cells known = cells_of(3000, 1), fresh = cells_of(20000, 2);
        Job job;
        const FittedHead fitted = fit_head(known.x, known.labels, 4, {}, 5, job);
        QVERIFY(fitted.outcome.calibration && fitted.outcome.why_not.empty());
        const Calibration& made = *fitted.outcome.calibration;
        QCOMPARE(made.cells(), std::size_t{3000});
        QCOMPARE(made.folds, std::size_t{5});
        const CalibrationQuality quality =
            calibration_quality(made, predicted(fitted.head, fresh.x), fresh.labels);
        QVERIFY(quality.probabilities.nll < quality.scores.nll);
        QVERIFY(quality.probabilities.brier < quality.scores.brier);
        QVERIFY(quality.probabilities.ece < 0.02 && quality.probabilities.ece < quality.scores.ece);
        // 3,000 cells give a threshold of a class of n cells with a standard error of √(.05 · .95 / n).
        std::vector<std::size_t> n(4, 0);
        for (const std::int32_t label : known.labels) ++n[static_cast<std::size_t>(label)];
        for (std::size_t k = 0; k < 4; ++k)
            QVERIFY2(quality.class_coverage[k] > 0.95 - 4 * std::sqrt(0.05 * 0.95 / double(n[k])),
                     qPrintable(QString::number(quality.class_coverage[k])));
        QVERIFY(quality.set_size > 1 && quality.set_size < 3);
        REGULUS_CLOSE(quality.assigned_accuracy, 0.95, 0.02);
        QVERIFY(quality.unsure > 0.05 && quality.unlike < 0.06);
    }

    void the_head_is_the_balanced_one_moved() {
        const Cells known = cells_of(600, 3);
        Job job;
        const FittedHead fitted = fit_head(known.x, known.labels, 4, {}, 1, job);
        const LogisticModel balanced = fit_logistic(known.x, known.labels, 4, {}, job);
        const Calibration& made = *fitted.outcome.calibration;
        const Matrix again = balanced_logits(logits_of(fitted.head, known.x), made);
        for (std::size_t i = 0; i < 20; ++i) {
            for (std::size_t k = 0; k < 4; ++k) {
                double logit = balanced.intercepts[k];
                for (std::size_t d = 0; d < dimensions; ++d)
                    logit += double(balanced.weights(k, d)) * known.x(i, d);
                REGULUS_CLOSE(again(i, k), logit, 1e-4);
                REGULUS_CLOSE(logits_of(fitted.head, known.x)(i, k),
                              (logit + made.offsets[k]) / made.temperature, 1e-4);
            }
        }
        std::vector<double> cells(4, 0);
        for (const std::int32_t label : known.labels) ++cells[static_cast<std::size_t>(label)];
        for (std::size_t k = 0; k < 4; ++k) REGULUS_CLOSE(made.offsets[k], std::log(cells[k] / 600), 1e-12);
    }

    void same_bytes_for_any_number_of_threads() {
        const Cells known = cells_of(2500, 4);
        Job job;
        set_thread_count(1);
        const auto one = calibrate(known.x, known.labels, 4, {}, 5, job).calibration;
        set_thread_count(6);
        const auto six = calibrate(known.x, known.labels, 4, {}, 5, job).calibration;
        set_thread_count(0);
        QCOMPARE(six->temperature, one->temperature);
        QCOMPARE(six->excluded_below, one->excluded_below);
        QCOMPARE(six->most_distance, one->most_distance);
        QCOMPARE(six->least_probability, one->least_probability);
        QCOMPARE(six->shape.whitening.values, one->shape.whitening.values);
        QVERIFY(calibrate(known.x, known.labels, 4, {}, 6, job).calibration->temperature != one->temperature);
    }

    void too_few_cells_are_not_calibrated() {
        Job job;
        const Cells few = cells_of(99, 1);
        CalibrationOutcome outcome = calibrate(few.x, few.labels, 4, {}, 0, job);
        QVERIFY(!outcome.calibration);
        QCOMPARE(outcome.why_not, std::string("it learned from 99 labelled cells, and 100 are needed"));
        // Ten classes, eleven or twelve cells each.
        Cells many = cells_of(119, 1);
        for (std::size_t i = 0; i < many.labels.size(); ++i)
            many.labels[i] = static_cast<std::int32_t>(i % 10);
        QCOMPARE(
            calibrate(many.x, many.labels, 10, {}, 0, job).why_not,
            std::string(
                "it learned from 119 labelled cells of 10 classes, and 20 a class are needed on average"));
        Cells rare = cells_of(150, 1, 2);
        for (std::size_t i = 4; i < 150; ++i) rare.labels[i] = 0;
        for (std::size_t i = 0; i < 4; ++i) rare.labels[i] = 1;
        QCOMPARE(calibrate(rare.x, rare.labels, 2, {}, 0, job).why_not,
                 std::string("fewer than two of its classes have 5 labelled cells to judge by"));
        Cells enough = cells_of(300, 1);
        const std::vector<std::int32_t> one_group(300, 0);
        QCOMPARE(calibrate(enough.x, enough.labels, 4, one_group, 0, job).why_not,
                 std::string("all of its labelled cells are in one group"));
        // One class of a single cell does not take the others' calibration away.
        for (auto& label : enough.labels) label = label == 3 ? 2 : label;
        enough.labels[17] = 3;
        outcome = calibrate(enough.x, enough.labels, 5, enough.groups, 0, job);
        QVERIFY(outcome.calibration);
        QCOMPARE(outcome.calibration->folds, std::size_t{3});
        QVERIFY(outcome.calibration->by_group);
        QVERIFY(outcome.calibration->tested(0) && !outcome.calibration->tested(3) &&
                !outcome.calibration->tested(4));
        QCOMPARE(outcome.calibration->judged[3], std::size_t{0});
        QCOMPARE(outcome.calibration->excluded_below[4], 1.0);  // nothing was learned of it
    }

    void sets_hold_the_class_named() {
        Calibration made;
        made.excluded_below = {0.9, 0.2, 0.1};
        QCOMPARE(prediction_set(made, std::vector<float>{0.6F, 0.15F, 0.25F}),
                 (std::vector<std::int32_t>{0, 2}));
        QCOMPARE(prediction_set(made, std::vector<float>{0.15F, 0.55F, 0.3F}),
                 (std::vector<std::int32_t>{1, 2}));
        made.shape = {Matrix(3, 2), Matrix(2, 2)};
        made.shape.whitening.values = {1, 0, 0, 1};
        made.most_distance = {4, 4, 4};
        made.least_probability = 0.5;
        const std::vector<float> sure{0.8F, 0.1F, 0.1F}, unsure{0.4F, 0.3F, 0.3F};
        QCOMPARE(assignment(made, sure, std::vector<float>{2, 0}), Assignment::Assigned);
        QCOMPARE(assignment(made, sure, std::vector<float>{2, 0.1F}), Assignment::Unlike);
        QCOMPARE(assignment(made, unsure, std::vector<float>{0, 0}), Assignment::Unsure);
    }

    void a_class_left_out_is_noticed() {
        const Cells all = cells_of(3000, 8);
        // The third class far away from the others, the rest as they are.
        Matrix x = all.x;
        for (std::size_t i = 0; i < x.rows; ++i) {
            if (all.labels[i] == 2) x(i, 6) += 12;
        }
        CellSet learned(3000), test(3000);
        for (std::size_t i = 0; i < 3000; ++i) (i % 4 == 0 ? test : learned).insert(i);
        Job job;
        const auto found = left_out_classes(x, all.labels, 4, learned, test, {}, 3, job);
        QCOMPARE(found.size(), std::size_t{4});
        QCOMPARE(found[2].which, 2);
        QVERIFY(found[2].rejected > 0.98 && found[2].rejected_known < 0.4);
        QCOMPARE(found[0].cells + found[0].known_cells, test.count());
    }

    // With a bypass of 1 a model is the direction of the principal components, but for the cells these are
    // of.
    void baselines_name_classes_likewise() {
        const Simulation simulation = small_simulation();
        const TrainingSetup setup = small_setup(simulation);
        TrainingOptions options = options_for(Preset::Standard, ReadMode::Regulons);
        options.bypass_by_rule = false;
        options.model.bypass = 1;
        Job job;
        const auto trainer = Trainer::create(setup.input, options, job);
        const TrainingOutcome outcome = finish_training(*trainer, setup, 0, false, job);
        QVERIFY(outcome.calibration);
        std::vector<std::uint32_t> genes;
        for (const std::string& gene : outcome.model->genes)
            genes.push_back(static_cast<std::uint32_t>(std::ranges::find(setup.input.genes, gene) -
                                                       setup.input.genes.begin()));
        const Baseline scored =
            pca_logistic(*setup.input.expression, genes, setup.input.labels, 3, setup.split, job).direction;
        const Baseline calibrated = pca_logistic(*setup.input.expression, genes, setup.input.labels, 3,
                                                 setup.split, job, {.calibrated = true})
                                        .direction;
        QCOMPARE(outcome.direction.accuracy, calibrated.scores.accuracy);
        const auto apart = [&](const Baseline& baseline) {
            double sum = 0;
            for (std::size_t i = 0; i < baseline.probabilities.values.size(); ++i)
                sum +=
                    std::abs(baseline.probabilities.values[i] - outcome.prediction.probabilities.values[i]);
            return sum;
        };
        QVERIFY2(apart(calibrated) < 0.75 * apart(scored),
                 qPrintable(QStringLiteral("%1 %2").arg(apart(calibrated)).arg(apart(scored))));
    }

    void a_file_keeps_it() {
        QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("m.safetensors")).toStdString();
        const ModelFile model = trained();
        QVERIFY(model.calibration);
        save_model(model, path);
        const ModelFile again = load_model(path);
        const Calibration &was = *model.calibration, &is = *again.calibration;
        QCOMPARE(is.temperature, was.temperature);
        QCOMPARE(is.offsets, was.offsets);
        QCOMPARE(is.excluded_below, was.excluded_below);
        QCOMPARE(is.least_probability, was.least_probability);
        QCOMPARE(is.most_distance, was.most_distance);
        QCOMPARE(is.judged, was.judged);
        QCOMPARE(is.folds, was.folds);
        QCOMPARE(is.shape.centroids.values, was.shape.centroids.values);
        QCOMPARE(is.shape.whitening.values, was.shape.whitening.values);
        QCOMPARE(std::string(certainty_word(again)), std::string("probability"));
        QVERIFY(describe_calibration(again).starts_with("probabilities, calibrated on "));
        // A file from before has none, and says so.
        Job job;
        TensorFile file = read_safetensors(path, job);
        file.metadata.erase("calibration");
        write_safetensors(file, path, job);
        const ModelFile old = load_model(path);
        QVERIFY(!old.calibration);
        QCOMPARE(std::string(certainty_word(old)), std::string("score"));
        QCOMPARE(describe_calibration(old),
                 std::string("scores, not calibrated: its file holds no calibration"));
    }

    void hostile_values_are_refused_data() {
        using nlohmann::json;
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* key, const char* value, const char* said) {
            QTest::addRow("%s = %s", key, value) << key << value << said;
        };
        row("temperature", "0", "the temperature of the calibration");
        row("temperature", "-1", "the temperature");
        row("temperature", "1e300", "the temperature");
        row("temperature", "null", "type");
        row("offsets", "[0]", "the offsets");
        row("offsets", "[0, 0, 1e9]", "the offsets");
        row("offsets", "\"x\"", "type");
        row("level", "1", "the level");
        row("excluded_below", "[0, 0, 1.5]", "the probabilities of excluded classes");
        row("least_probability", "2", "the least probability");
        row("most_distance", "[1, 1, -1]", "the distances");
        row("judged", "[1, 1, -1]", "the numbers of cells");
        row("judged", "[1, 1]", "the numbers of cells");
        row("folds", "1", "the number of folds");
        row("by_group", "3", "type");
        row("folds", "", "folds");
    }
    void hostile_values_are_refused() {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, said);
        using nlohmann::json;
        QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("m.safetensors")).toStdString();
        static const ModelFile model = trained();
        save_model(model, path);
        Job job;
        TensorFile file = read_safetensors(path, job);
        json j = json::parse(file.metadata.at("calibration"));
        if (value.isEmpty())
            j.erase(key.toStdString());
        else
            j[key.toStdString()] = json::parse(value.toStdString());
        file.metadata["calibration"] = j.dump();
        write_safetensors(file, path, job);
        try {
            load_model(path);
            QFAIL("was read");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Input);
            QVERIFY2(QString(error.what()).contains(said), error.what());
        }
    }

    void tensors_must_fit() {
        QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("m.safetensors")).toStdString();
        const ModelFile model = trained();
        Job job;
        const auto refused = [&](const std::function<void(TensorFile&)>& harm) {
            save_model(model, path);
            TensorFile file = read_safetensors(path, job);
            harm(file);
            write_safetensors(file, path, job);
            QVERIFY_EXCEPTION_THROWN(load_model(path), Error);
        };
        refused([](TensorFile& file) { file.tensors.erase("calibration.centroids"); });
        refused([](TensorFile& file) {
            file.tensors["calibration.whitening"] = file.tensors.at("calibration.centroids");
        });
        refused([](TensorFile& file) {
            auto values = tensor_values<float>(file, "calibration.centroids");
            values.front() = std::numeric_limits<float>::quiet_NaN();
            file.tensors["calibration.centroids"] = make_tensor<float>(
                file.tensors.at("calibration.centroids").shape, std::span<const float>(values));
        });
    }
};

QTEST_APPLESS_MAIN(CalibrationTest)
#include "tst_calibration.moc"
