// What is kept of a model's word on a dataset: sizes, samples, rows.
#include <QTest>
#include <algorithm>
#include <limits>

#include "core/workflow/model_results.h"

using namespace regulus;

class TestModelResults : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void theFirstCellsHoldEveryGroup() {
        std::vector<std::int32_t> codes(10000, 0);
        for (std::size_t c = 9990; c < 10000; ++c) codes[c] = 1;  // rare, and at the end
        const auto chosen = first_cells(codes.size(), codes, 400);
        QVERIFY(chosen.size() <= 400 && chosen.size() > 380);
        QVERIFY(std::ranges::is_sorted(chosen));
        QVERIFY(std::ranges::adjacent_find(chosen) == chosen.end());
        QVERIFY(std::ranges::count_if(chosen, [&](auto c) { return codes[c] == 1; }) >= 8);
        QVERIFY(chosen.front() == 0 && chosen[200] > 4000 && chosen[200] < 6000);  // spread
        QCOMPARE(first_cells(100, {}, 400).size(), 100U);
        std::vector<std::int32_t> each(2000);
        for (std::size_t c = 0; c < each.size(); ++c) each[c] = static_cast<std::int32_t>(c);
        QCOMPARE(first_cells(each.size(), each, 400).size(), 400U);  // more groups than cells are taken
    }

    void aSampleIsTheSameEveryTimeAndSpread() {
        QCOMPARE(regulon_cells(7), all_cells(7));
        const auto sample = regulon_cells(200000);
        QCOMPARE(sample.size(), 50000U);
        QCOMPARE(sample, regulon_cells(200000));
        QVERIFY(std::ranges::is_sorted(sample) && std::ranges::adjacent_find(sample) == sample.end());
        const auto early = std::ranges::count_if(sample, [](auto cell) { return cell < 100000; });
        QVERIFY(early > 24000 && early < 26000);
    }

    void everyCellKnowsItsRow() {
        RegulonAttention attention;
        attention.rows = {4, 1};
        const RegulonResults some = regulon_results(attention, 5, true);
        QCOMPARE(some.row_of_cell, (std::vector<std::int32_t>{-1, 1, -1, -1, 0}));
        QVERIFY(some.sampled && some.preliminary);
        attention.rows = {0, 1};
        const RegulonResults all = regulon_results(attention, 2);
        QVERIFY(!all.sampled && !all.preliminary);
    }

    void aCellWithoutPredictionHasNoConfidence() {
        Prediction prediction;
        prediction.probabilities = Matrix(3, 2);
        prediction.probabilities(0, 1) = 0.75F;
        prediction.probabilities(0, 0) = 0.25F;
        prediction.probabilities(1, 0) = 1;
        const float nan = std::numeric_limits<float>::quiet_NaN();
        prediction.probabilities(2, 0) = prediction.probabilities(2, 1) = nan;
        const ModelResults results = model_results(prediction);
        QCOMPARE(results.predicted, (std::vector<std::int32_t>{1, 0, -1}));
        QCOMPARE(results.confidence, (std::vector<float>{0.75F, 1, 0}));
        QCOMPARE(results.class_sizes, (std::vector<std::size_t>{1, 1, 1}));
    }
};

QTEST_APPLESS_MAIN(TestModelResults)
#include "tst_model_results.moc"
