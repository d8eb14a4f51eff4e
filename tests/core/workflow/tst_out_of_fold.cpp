// Predictions of cells that a model learned from, by fits on other cells: against a fit by hand, and of
// labels that mean nothing, which in fold look learned and out of fold do not.
#include "core/workflow/out_of_fold.h"

#include <QTest>

#include <cmath>
#include <set>

#include "core/base/random.h"
#include "core/regulons/reader_decisions.h"
#include "core/simulate/regulatory_simulator.h"
#include "core/stats/folds.h"
#include "core/stats/logistic_regression.h"
#include "core/workflow/finish_training.h"
#include "core/workflow/model_results.h"
#include "core/workflow/tf_reading.h"

using namespace regulus;

namespace {

struct Made {
    std::shared_ptr<Dataset> dataset;
    std::shared_ptr<const ModelFile> model;
    CellUses uses;
    Prediction prediction;
};

constexpr std::size_t cells = 400;

// `coin`: of labels drawn at random; `donors`: split by one of eight.
Made made(bool coin, bool donors) {
    SimulationOptions options;
    options.cells = cells;
    options.genes = 200;
    options.tfs = 30;
    Job job;
    const Simulation simulation = simulate(options, job);
    Made m;
    m.dataset = std::make_shared<Dataset>(*simulation.dataset);
    Random random(3);
    Categorical toss{{"heads", "tails"}, {}, {}, false}, donor{{}, {}, {}, false};
    for (int d = 0; d < 8; ++d) donor.categories.push_back("donor " + std::to_string(d));
    for (std::size_t c = 0; c < cells; ++c) {
        toss.codes.push_back(static_cast<std::int32_t>(random.below(2)));
        donor.codes.push_back(static_cast<std::int32_t>(random.below(8)));
    }
    m.dataset->obs.columns.push_back({"coin", toss});
    m.dataset->obs.columns.push_back({"donor", donor});
    TrainingRequest request;
    request.label_column = coin ? "coin" : "cell_type";
    if (donors) request.split_column = "donor";
    const TrainingSetup setup = prepare_training(*m.dataset, simulation.prior, request, job);
    const auto trainer = Trainer::create(setup.input, options_for(Preset::Quick), job);
    TrainingOutcome outcome = finish_training(*trainer, setup, 0, false, job);
    m.model = outcome.model;
    m.uses = {true, setup.split.train, setup.split.validation, setup.split.test};
    m.prediction = std::move(outcome.prediction);
    return m;
}

double agreement(const Made& m, const Prediction& prediction, const std::string& column, const CellSet& of) {
    const Categorical& labels = *m.dataset->obs.find(column)->categorical();
    const auto classes = predicted_classes(prediction.probabilities);
    double same = 0;
    for (const std::uint32_t c : of.rows())
        same += m.model->classes[static_cast<std::size_t>(classes[c])] ==
                labels.categories[static_cast<std::size_t>(labels.codes[c])];
    return same / static_cast<double>(of.count());
}

}  // namespace

class OutOfFoldTest : public QObject {
    Q_OBJECT
    Job m_job;

  private Q_SLOTS:
    void labels_that_mean_nothing_are_not_found_again() {
        const Made m = made(true, false);
        Prediction out = m.prediction;
        const CellSet done = predict_out_of_fold(*m.model, *m.dataset, m.uses, out, m_job);
        QVERIFY(done == m.uses.learned());
        const double in_fold = agreement(m, m.prediction, "coin", done),
                     held = agreement(m, out, "coin", done);
        QVERIFY2(in_fold > 0.6, qPrintable(QString::number(in_fold)));
        QVERIFY2(std::abs(held - 0.5) < 0.08, qPrintable(QString::number(held)));
        // Cells that it never saw are predicted by the model itself.
        for (std::size_t c = 0; c < cells; ++c) {
            const bool same = std::ranges::equal(out.probabilities.row(c), m.prediction.probabilities.row(c));
            QCOMPARE(same, !done.contains(c));
            double sum = 0;
            for (const float p : out.probabilities.row(c)) sum += static_cast<double>(p);
            QVERIFY(std::abs(sum - 1) < 1e-5);
        }
        QCOMPARE(out.embedding.values, m.prediction.embedding.values);
        ModelResults results = model_results(std::move(out), m.model->calibration);
        results.uses = m.uses;
        QVERIFY(results.in_fold() == m.uses.learned());
        results.out_of_fold = done;
        QVERIFY(results.in_fold().empty());
    }

    void the_head_is_that_of_the_other_folds_data() {
        QTest::addColumn<bool>("donors");
        QTest::newRow("cells") << false;
        QTest::newRow("donors") << true;
    }

    void the_head_is_that_of_the_other_folds() {
        QFETCH(const bool, donors);
        const Made m = made(false, donors);
        Prediction out = m.prediction;
        const CellSet done = predict_out_of_fold(*m.model, *m.dataset, m.uses, out, m_job);
        QVERIFY(done == m.uses.learned());
        const std::vector<std::uint32_t> rows = done.rows();
        const Labels labels = read_labels(m.dataset->obs, "cell_type");
        QCOMPARE(labels.classes, m.model->classes);
        std::vector<std::int32_t> of, groups;
        for (const std::uint32_t row : rows) {
            of.push_back(labels.codes[row]);
            if (donors) groups.push_back(m.dataset->obs.find("donor")->categorical()->codes[row]);
        }
        const Folds folds =
            make_folds(of, m.model->classes.size(), groups, usual_folds, m.model->record.split_seed);
        QVERIFY(folds.count >= 2);
        Matrix places(rows.size(), out.embedding.cols);
        for (std::size_t i = 0; i < rows.size(); ++i)
            std::ranges::copy(out.embedding.row(rows[i]), places.row(i).begin());
        std::vector<std::int32_t> others = of;
        std::set<std::int32_t> left_out;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (folds.of[i] != 0) continue;
            others[i] = -1;
            if (donors) left_out.insert(groups[i]);
        }
        // No donor is on both sides.
        for (std::size_t i = 0; i < rows.size() && donors; ++i)
            QCOMPARE(left_out.contains(groups[i]), folds.of[i] == 0);
        const LogisticModel fit = fit_logistic(places, others, m.model->classes.size(), {}, m_job);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (folds.of[i] != 0) continue;
            for (std::size_t k = 0; k < fit.classes(); ++k) {
                double logit = fit.intercepts[k];
                for (std::size_t d = 0; d < places.cols; ++d)
                    logit += static_cast<double>(places(i, d)) * fit.weights(k, d);
                if (m.model->calibration)
                    logit = (logit + m.model->calibration->offsets[k]) / m.model->calibration->temperature;
                const auto found = static_cast<double>(out.logits(rows[i], k));
                QVERIFY2(std::abs(found - logit) < 1e-3 * (1 + std::abs(logit)),
                         qPrintable(QString("%1 %2").arg(found).arg(logit)));
            }
        }
    }

    // Effects of cutting TFs: by the head that did not learn from the cell, as its prediction.
    void effects_are_out_of_fold() {
        const Made m = made(false, true);
        Prediction out = m.prediction;
        std::shared_ptr<const FoldHeads> heads;
        const CellSet done = predict_out_of_fold(*m.model, *m.dataset, m.uses, out, m_job, &heads);
        QVERIFY(heads && heads->heads.size() == usual_folds);
        const auto again =
            fold_heads(*m.model, *m.dataset, m.uses, learned_places(m.uses, m.prediction.embedding), m_job);
        QCOMPARE(again->fold_of, heads->fold_of);
        const ModelInput input = prepare_model(*m.dataset, *m.model, {});
        TfReader reader = model_tf_reader(*m.model, input.match, input.genes.size());
        std::vector<std::uint32_t> rows;
        for (std::uint32_t c = 3; c < cells; c += 2) rows.push_back(c);
        const auto effects = [&] {
            Matrix all(rows.size(), reader.families.columns());
            read_tfs(reader, *input.expression, rows, m_job, [&](std::size_t first, const TfReadings& part) {
                std::ranges::copy(part.effect.values, all.row(first).begin());
            });
            return all;
        };
        const Matrix in_fold = effects();
        reader.folds = heads;
        const Matrix found = effects();
        std::size_t differ = 0;
        for (std::size_t r = 0; r < rows.size(); ++r) {
            const std::uint32_t row = rows[r];
            const int fold = heads->fold_of[row];
            QCOMPARE(fold >= 0, done.contains(row));
            const ReaderHead& head = fold < 0 ? *reader.head : heads->heads[static_cast<std::size_t>(fold)];
            // It names the cell as the prediction does.
            Matrix place(1, out.embedding.cols);
            std::ranges::copy(out.embedding.row(row), place.row(0).begin());
            const Matrix logits = logits_of(head, place);
            for (std::size_t k = 0; k < logits.cols; ++k)
                QVERIFY(std::abs(logits(0, k) - out.logits(row, k)) < 1e-3F * (1 + std::abs(logits(0, k))));
            cut_tfs(reader.reader, head, *input.expression, std::vector<std::uint32_t>{row}, m_job,
                    [&](std::size_t, const CutEffects& cut) {
                        for (std::size_t t = 0; t < cut.effect.cols; ++t)
                            QCOMPARE(found(r, t), cut.effect(0, t));
                    });
            const bool same = std::ranges::equal(found.row(r), in_fold.row(r));
            if (fold < 0) QVERIFY(same);
            differ += same ? 0 : 1;
        }
        QVERIFY(differ > rows.size() / 2);
    }

    void where_labels_are_others_all_stays_in_fold() {
        const Made m = made(false, false);
        const auto stays = [&](const ModelFile& model, const Dataset& dataset, const CellUses& uses) {
            Prediction out = m.prediction;
            const CellSet done = predict_out_of_fold(model, dataset, uses, out, m_job);
            Job job;
            if (fold_heads(model, dataset, uses, learned_places(uses, m.prediction.embedding), job))
                return false;
            return done.empty() && done.universe() == cells &&
                   out.logits.values == m.prediction.logits.values;
        };
        QVERIFY(!stays(*m.model, *m.dataset, m.uses));
        QVERIFY(stays(*m.model, *m.dataset, {}));  // not known
        Dataset other = *m.dataset;
        std::erase_if(other.obs.columns, [](const Column& column) { return column.name == "cell_type"; });
        QVERIFY(stays(*m.model, other, m.uses));
        Dataset renamed = *m.dataset;
        for (Column& column : renamed.obs.columns) {
            if (column.name != "cell_type") continue;
            Categorical named = *column.categorical();
            named.categories.front() += " (renamed)";
            column = {"cell_type", named};
        }
        QVERIFY(stays(*m.model, renamed, m.uses));
        ModelFile genes = *m.model;
        genes.reader = nullptr;
        QVERIFY(stays(genes, *m.dataset, m.uses));
        ModelFile donor = *m.model;
        donor.record.split_column = "no such column";
        QVERIFY(stays(donor, *m.dataset, m.uses));
        Job cancelled;
        cancelled.cancel();
        Prediction out = m.prediction;
        QVERIFY_EXCEPTION_THROWN(predict_out_of_fold(*m.model, *m.dataset, m.uses, out, cancelled),
                                 Cancelled);
    }
};

QTEST_APPLESS_MAIN(OutOfFoldTest)
#include "tst_out_of_fold.moc"
