#include <QAbstractItemModelTester>
#include <QTest>
#include <algorithm>
#include <numeric>

#include "core/base/random.h"
#include "ui/models/predictions_model.h"
#include "ui/models/table_text.h"

using namespace regulus;
using Mode = QAbstractItemModelTester::FailureReportingMode;
using Cells = std::vector<std::uint32_t>;

namespace {

// Four cells, three classes; the label "doublet" is none of the classes.
std::shared_ptr<const PredictionTable> small() {
    auto dataset = std::make_shared<Dataset>();
    dataset->obs.index = {"AAC-1", "AAG-1", "CCT-1", "GGT-1"};
    Matrix p(4, 3);
    p.values = {0.9F, 0.06F, 0.04F, 0.2F, 0.7F, 0.1F, 0.3F, 0.3F, 0.4F, 0.5F, 0.25F, 0.25F};
    Job job;
    return std::make_shared<PredictionTable>(
        predictionTable(dataset, {"NK", "B", "doublet"}, {1, 0, -1, 2}, {"B", "NK", "Mono"}, p, job));
}

class CountingJob final : public Job {
  public:
    bool cancelled() const noexcept override { return ++looks > 3; }
    mutable int looks = 0;
};

}  // namespace

Q_DECLARE_METATYPE(PredictionQuery)
Q_DECLARE_METATYPE(Cells)

class PredictionsModelTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    // Clusters with numbers, say, and a model of cell types.
    void labels_of_other_names_are_not_wrong() {
        auto dataset = std::make_shared<Dataset>();
        dataset->obs.index = {"AAC-1", "AAG-1"};
        Matrix p(2, 2);
        p.values = {0.9F, 0.1F, 0.2F, 0.8F};
        Job job;
        const auto table = std::make_shared<PredictionTable>(
            predictionTable(dataset, {"0", "1"}, {1, -1}, {"B", "NK"}, p, job));
        PredictionQuery wrong;
        wrong.disagreementsOnly = true;
        QVERIFY(arrange(*table, wrong, job).empty());
        PredictionsModel model;
        model.show(table, {0, 1});
        const auto said = [&](int row) {
            return model.index(row, int(PredictionColumn::Agrees)).data().toString();
        };
        QCOMPARE(said(0), QString("not comparable"));
        QCOMPARE(said(1), QString("no label"));
    }

    // Whether a prediction is of a cell that the model knows.
    void what_cells_were_used_for() {
        auto table = std::make_shared<PredictionTable>(*small());
        const Cells train{0, 2}, test{1};
        table->uses = {true, CellSet::of(4, train), CellSet(4), CellSet::of(4, test)};
        table->outOfFold = CellSet::of(4, Cells{2});
        PredictionsModel model;
        model.show(table, {0, 1, 2, 3});
        QCOMPARE(model.columnCount(), 8);  // not calibrated: no sets
        QCOMPARE(model.headerData(7, Qt::Horizontal).toString(), QString("Split"));
        const auto said = [&](int row) { return model.index(row, 7).data().toString(); };
        QCOMPARE(said(0), QString("train"));
        QCOMPARE(said(1), QString("test"));
        QCOMPARE(said(2), QString("train, out of fold"));
        QCOMPARE(said(3), QString("\u2013"));
        QVERIFY(model.kindOf(7) == PredictionColumn::Use);
        PredictionQuery query;
        query.column = PredictionColumn::Use;
        query.sorted = true;
        Job job;
        QCOMPARE(arrange(*table, query, job), (Cells{3, 1, 0, 2}));
        model.show(small(), {0});
        QCOMPARE(model.columnCount(), 7);
    }

    void table_as_text() {
        PredictionsModel model;
        QAbstractItemModelTester tester(&model, Mode::QtTest);
        model.show(small(), {0, 1, 2, 3});
        QCOMPARE(tableText(model),
                 QStringLiteral("Cell\tLabel\tPrediction\tScore\t2nd prediction\t2nd score\tAgreement\n"
                                "AAC-1\tB\tB\t0.900\tNK\t0.060\tagrees\n"
                                "AAG-1\tNK\tNK\t0.700\tB\t0.200\tagrees\n"
                                "CCT-1\t\u2013\tMono\t0.400\tB\t0.300\tno label\n"
                                "GGT-1\tdoublet\tB\t0.500\tNK\t0.250\tdiffers\n"));
        model.setCells({3, 0});
        QCOMPARE(model.rowOf(0), 1);
        QCOMPARE(model.rowOf(2), -1);
        model.setSelection(CellSet::of(4, Cells{3}));
        QVERIFY(model.index(0, 0).data(MarkedRole).toBool());
        QVERIFY(!model.index(1, 0).data(MarkedRole).toBool());
        model.show(nullptr, {1});
        QCOMPARE(model.rowCount(), 0);
    }

    void queries_data() {
        QTest::addColumn<PredictionQuery>("query");
        QTest::addColumn<Cells>("expected");
        PredictionQuery q;
        QTest::newRow("all") << q << Cells{0, 1, 2, 3};
        q.disagreementsOnly = true;
        QTest::newRow("disagreements") << q << Cells{3};
        q = {};
        q.text = QStringLiteral("nk ");
        QTest::newRow("text in label or prediction") << q << Cells{1};
        q.text = QStringLiteral("ct-1");
        QTest::newRow("text in name") << q << Cells{2};
        q.text = QStringLiteral("doublet");
        QTest::newRow("text in label alone") << q << Cells{3};
        q = {};
        q.mostScore = 0.5;
        QTest::newRow("unsure") << q << Cells{2, 3};
        q = {};
        q.within = CellSet::of(4, Cells{1, 2});
        QTest::newRow("selection") << q << Cells{1, 2};
        q.within = CellSet(4);
        QTest::newRow("empty selection") << q << Cells{};
        q = {};
        q.sorted = true;
        q.column = PredictionColumn::Score;
        QTest::newRow("by score") << q << Cells{2, 3, 1, 0};
        q.descending = true;
        QTest::newRow("by score, down") << q << Cells{0, 1, 3, 2};
        q.column = PredictionColumn::Prediction;
        q.descending = false;
        QTest::newRow("by name of the prediction, ties in order") << q << Cells{0, 3, 2, 1};
        q.column = PredictionColumn::Label;
        QTest::newRow("by name of the label whatever its case, none last") << q << Cells{0, 3, 1, 2};
        q.column = PredictionColumn::Cell;
        q.descending = true;
        QTest::newRow("by cell, down") << q << Cells{3, 2, 1, 0};
    }
    void queries() {
        QFETCH(PredictionQuery, query);
        QFETCH(Cells, expected);
        Job job;
        QCOMPARE(arrange(*small(), query, job), expected);
    }

    void one_class_and_no_labels() {
        auto dataset = std::make_shared<Dataset>();
        dataset->obs.index = {"a"};
        Matrix p(1, 1);
        p.values = {1.0F};
        Job job;
        PredictionsModel model;
        model.show(std::make_shared<PredictionTable>(predictionTable(dataset, {}, {}, {"B"}, p, job)), {0});
        QVERIFY(tableText(model).endsWith(QStringLiteral("a\t\u2013\tB\t1.000\t\u2013\t\u2013\tno label\n")));
        PredictionQuery query;
        query.sorted = true;
        query.column = PredictionColumn::Label;
        QCOMPARE(arrange(*model.table(), query, job), Cells{0});
    }

    void a_million_rows_sort_as_a_plain_sort_does() {
        constexpr std::size_t n = 1'000'000;
        auto dataset = std::make_shared<Dataset>();
        dataset->obs.index.resize(n);
        Matrix p(n, 2);
        Random random(7);
        for (std::size_t i = 0; i < n; ++i) {
            dataset->obs.index[i] = "cell" + std::to_string(i);
            p(i, 0) = float(double(random.below(1000)) / 999.0);
            p(i, 1) = 1 - p(i, 0);
        }
        Job job;
        auto table = std::make_shared<PredictionTable>(predictionTable(dataset, {}, {}, {"A", "B"}, p, job));
        PredictionQuery query;
        query.sorted = true;
        query.column = PredictionColumn::Score;
        Cells expected(n);
        std::iota(expected.begin(), expected.end(), 0U);
        std::stable_sort(expected.begin(), expected.end(), [&](std::uint32_t a, std::uint32_t b) {
            return std::max(p(a, 0), p(a, 1)) < std::max(p(b, 0), p(b, 1));
        });
        const Cells cells = arrange(*table, query, job);
        QVERIFY(cells == expected);
        PredictionsModel model;
        model.show(table, cells);
        QCOMPARE(model.rowCount(), int(n));
        QCOMPARE(model.index(int(n) - 1, 0).data().toString(),
                 QString::fromStdString(dataset->obs.index[expected.back()]));

        CountingJob cancelled;
        QVERIFY_EXCEPTION_THROWN(arrange(*table, query, cancelled), Cancelled);
    }
};

QTEST_GUILESS_MAIN(PredictionsModelTest)
#include "tst_predictions_model.moc"
