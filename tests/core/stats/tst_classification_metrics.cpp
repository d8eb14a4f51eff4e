#include <QTest>
#include <cmath>

#include "core/stats/classification_metrics.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

class ClassificationMetricsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void agree_with_sklearn() {
        REGULUS_NEED_PYTHON("sklearn");
        // Class 5 is never predicted, class 6 is only predicted, class 7 does not occur.
        const auto expected = python_object(QStringLiteral(R"(
import json, numpy as np
from sklearn import metrics
r = np.random.RandomState(0)
truth = r.choice(6, 500)
p = r.dirichlet(np.ones(8) * .5, 500).astype(np.float32)
p[np.arange(500), truth] += 1
p[:, 5] = 0
p[:, 7] = 0
p /= p.sum(1, keepdims=True)
predicted = p.argmax(1)
y = np.eye(8)[truth]
keep = truth != 5
precision, recall, f1, _ = metrics.precision_recall_fscore_support(truth, predicted, labels=range(8), zero_division=0)
print(json.dumps(dict(truth=truth.tolist(), p=p.tolist(), predicted=predicted.tolist(),
  accuracy=metrics.accuracy_score(truth, predicted),
  f1=metrics.f1_score(truth, predicted, average="macro", zero_division=0),
  balanced=metrics.balanced_accuracy_score(truth, predicted),
  nll=metrics.log_loss(truth[keep], p[keep].astype(float), labels=range(8)),
  brier=float(((p - y) ** 2).sum(1).mean()),
  precision=precision.tolist(), recall=recall.tolist(), per_class=f1.tolist())))
)"));
        QVERIFY(!expected.isEmpty());
        auto truth = to_labels(expected["truth"]);
        const auto predicted = to_labels(expected["predicted"]);
        const ConfusionMatrix confusion = confusion_matrix(truth, predicted, 8);
        QCOMPARE(confusion.total(), 500U);
        REGULUS_CLOSE(accuracy(confusion), expected["accuracy"].toDouble(), 1e-12);
        REGULUS_CLOSE(macro_f1(confusion), expected["f1"].toDouble(), 1e-12);
        REGULUS_CLOSE(balanced_accuracy(confusion), expected["balanced"].toDouble(), 1e-12);
        const auto classes = class_metrics(confusion);
        const auto precision = to_doubles(expected["precision"]), recall = to_doubles(expected["recall"]),
                   f1 = to_doubles(expected["per_class"]);
        for (std::size_t c = 0; c < 8; ++c) {
            REGULUS_CLOSE(classes[c].precision, precision[c], 1e-12);
            REGULUS_CLOSE(classes[c].recall, recall[c], 1e-12);
            REGULUS_CLOSE(classes[c].f1, f1[c], 1e-12);
        }
        const Matrix p = to_matrix(expected["p"]);
        REGULUS_CLOSE(brier_score(p, truth), expected["brier"].toDouble(), 1e-6);
        for (auto& label : truth) label = label == 5 ? -1 : label;
        REGULUS_CLOSE(negative_log_likelihood(p, truth), expected["nll"].toDouble(), 1e-5);
    }
    void calibration_by_hand() {
        Matrix p(4, 2);
        const float likeliest[] = {0.85F, 0.85F, 0.55F, 1.0F};
        for (std::size_t i = 0; i < 4; ++i) {
            p(i, 0) = likeliest[i];
            p(i, 1) = 1 - likeliest[i];
        }
        const std::vector<std::int32_t> truth{0, 1, 1, 0};
        const auto bins = reliability(p, truth, 10);
        QCOMPARE(bins[8].cells, 2U);
        REGULUS_CLOSE(bins[8].accuracy, 0.5, 1e-12);
        QCOMPARE(bins[5].cells, 1U);
        QCOMPARE(bins[9].cells, 1U);
        REGULUS_CLOSE(expected_calibration_error(p, truth, 10), (2 * 0.35 + 0.55 + 0) / 4, 1e-6);
    }
    void nan_is_left_out() {
        const auto bins =
            reliability(std::vector<float>{NAN, 0.85F, NAN}, std::vector<std::uint8_t>{1, 1, 0}, 10);
        for (std::size_t b = 0; b < bins.size(); ++b) QCOMPARE(bins[b].cells, b == 8 ? 1U : 0U);
        REGULUS_CLOSE(expected_calibration_error(bins), 0.15, 1e-6);
        Matrix p(3, 2);
        p(0, 0) = 0.85F, p(0, 1) = 0.15F;
        p(1, 0) = NAN, p(1, 1) = 0.9F;
        p(2, 0) = 0.9F, p(2, 1) = NAN;
        REGULUS_CLOSE(expected_calibration_error(p, std::vector<std::int32_t>{0, 1, 1}, 10), 0.15, 1e-6);
    }
    void a_sure_error_is_finite() {
        Matrix p(1, 2);
        p(0, 0) = 1;
        REGULUS_CLOSE(negative_log_likelihood(p, std::vector<std::int32_t>{1}), -std::log(1e-15), 1e-9);
    }
    void nothing_to_judge() {
        const std::vector<std::int32_t> none{-1, -1};
        const ConfusionMatrix confusion = confusion_matrix(none, none, 3);
        QVERIFY(std::isnan(accuracy(confusion)));
        QVERIFY(std::isnan(macro_f1(confusion)));
        QVERIFY(std::isnan(balanced_accuracy(confusion)));
        QVERIFY(std::isnan(brier_score(Matrix(2, 3), none)));
        QVERIFY(std::isnan(expected_calibration_error(Matrix(2, 3), none)));
    }
};

QTEST_GUILESS_MAIN(ClassificationMetricsTest)
#include "tst_classification_metrics.moc"
