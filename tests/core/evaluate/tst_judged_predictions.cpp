// Reliability, Brier score and coverage of judged predictions are those of scikit-learn and numpy.
#include <QTest>
#include <cmath>

#include "core/base/error.h"
#include "core/evaluate/judged_predictions.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

class JudgedPredictionsTest : public QObject {
    Q_OBJECT
    Job m_job;

  private Q_SLOTS:
    // Labels 0..5 are classes in another order, label 6 is none; one in nine cells has no label, one in seven
    // is not to be judged. Probabilities of two decimals, so that many are equal and some lie on a bin's
    // edge.
    void agree_with_scikit_learn() {
        REGULUS_NEED_PYTHON("sklearn");
        const auto expected = python_object(QStringLiteral(R"(
import json, numpy as np
from sklearn.calibration import calibration_curve
r = np.random.RandomState(4)
n, classes = 3000, 6
of = np.array([3, 1, 5, 0, 2, 4, -1])
label = r.choice(7, n)
p = r.dirichlet(np.ones(classes) * .4, n)
p[np.arange(n), np.where(of[label] < 0, 0, of[label])] += .7
p = np.round(p / p.sum(1, keepdims=True), 2).astype(np.float32)
label[::9] = -1
within = np.arange(n) % 7 != 0
use = np.where(within & (label >= 0))[0]
truth, q = of[label[use]], p[use]
best, top = q.argmax(1), q.max(1)
right = (best == truth)
share, mean = calibration_curve(right, top, n_bins=15, strategy="uniform")
y = np.zeros((len(use), classes + 1)); y[np.arange(len(use)), truth] = 1
brier = ((np.c_[q.astype("f8"), np.zeros(len(use))] - y) ** 2).sum(1).mean()
t = [0, .31, .5, .9, .97, 1]
kept = [int((top >= np.float32(x)).sum()) for x in t]
ok = [int(right[top >= np.float32(x)].sum()) for x in t]
print(json.dumps(dict(label=label.tolist(), p=p.tolist(), of=of.tolist(), cells=use.tolist(),
  share=share.tolist(), mean=mean.tolist(), brier=brier, t=t, kept=kept, right=ok, accuracy=right.mean(),
  foreign=int((truth < 0).sum()), distinct=len(np.unique(top)),
  below=np.sort(use[top < np.float32(.5)]).tolist())))
)"));
        QVERIFY(!expected.isEmpty());
        const Matrix p = to_matrix(expected["p"]);
        CellSet within(p.rows);
        for (std::size_t c = 0; c < p.rows; ++c)
            if (c % 7 != 0) within.insert(c);
        const JudgedPredictions judged =
            judge_predictions(p, to_labels(expected["label"]), to_labels(expected["of"]), within, m_job);
        const auto cells = to_labels(expected["cells"]);
        QCOMPARE(judged.cells, (std::vector<std::uint32_t>(cells.begin(), cells.end())));
        QCOMPARE(judged.foreign, static_cast<std::size_t>(expected["foreign"].toInt()));
        QVERIFY(judged.foreign > 100);
        REGULUS_CLOSE(judged.brier, expected["brier"].toDouble(), 1e-9);
        REGULUS_CLOSE(judged.accuracy(), expected["accuracy"].toDouble(), 1e-12);
        const auto share = to_doubles(expected["share"]), mean = to_doubles(expected["mean"]);
        std::size_t at = 0;
        double ece = 0;
        for (const ReliabilityBin& bin : judged.bins) {
            if (bin.cells == 0) continue;
            QVERIFY(at < share.size());
            REGULUS_CLOSE(bin.accuracy, share[at], 1e-12);
            REGULUS_CLOSE(bin.confidence, mean[at], 1e-6);
            ece += std::abs(share[at] - mean[at]) * double(bin.cells) / double(judged.cells.size());
            ++at;
        }
        QCOMPARE(at, share.size());
        REGULUS_CLOSE(judged.ece(), ece, 1e-6);
        const auto t = to_doubles(expected["t"]);
        const auto kept = to_labels(expected["kept"]), right = to_labels(expected["right"]);
        for (std::size_t i = 0; i < t.size(); ++i) {
            const KeptCells there = judged.kept(static_cast<float>(t[i]));
            QCOMPARE(there.kept, static_cast<std::size_t>(kept[i]));
            QCOMPARE(there.right, static_cast<std::size_t>(right[i]));
        }
        QCOMPARE(judged.coverage.size(), static_cast<std::size_t>(expected["distinct"].toInt()));
        const auto below = to_labels(expected["below"]);
        QCOMPARE(judged.below(0.5F, p.rows).rows(), (std::vector<std::uint32_t>(below.begin(), below.end())));
    }

    void thresholds_and_shares_answer_each_other() {
        Matrix p(4, 2);
        const float own[4] = {0.9F, 0.6F, 0.8F, 0.8F};
        for (std::size_t c = 0; c < 4; ++c) p(c, 0) = own[c], p(c, 1) = 1 - own[c];
        const JudgedPredictions judged = judge_predictions(p, std::vector<std::int32_t>{0, 0, 1, 0},
                                                           std::vector<std::int32_t>{0, 1}, {}, m_job);
        QCOMPARE(judged.coverage.size(), 3U);
        QCOMPARE(judged.threshold_for(0.25), 0.9F);
        QCOMPARE(judged.threshold_for(0.26), 0.8F);
        QCOMPARE(judged.threshold_for(1), 0.6F);
        QCOMPARE(judged.threshold_for(0), 0.9F);
        QCOMPARE(judged.share_kept(0.8F), 0.75);
        QCOMPARE(judged.kept(0.8F).right, 2U);
        QCOMPARE(judged.kept(0.95F).kept, 0U);
        QVERIFY(std::isnan(judged.kept(0.95F).accuracy()));
    }

    void nothing_to_judge() {
        for (const std::size_t cells : {0U, 3U}) {
            const JudgedPredictions none =
                judge_predictions(Matrix(cells, 2), std::vector<std::int32_t>(cells, -1),
                                  std::vector<std::int32_t>{0, 1}, {}, m_job);
            QVERIFY(none.cells.empty() && none.coverage.empty());
            QVERIFY(std::isnan(none.accuracy()) && std::isnan(none.ece()) && std::isnan(none.brier));
            QCOMPARE(none.threshold_for(0.5), 0.0F);
            QCOMPARE(none.kept(0.5F).kept, 0U);
        }
    }

    // A cell that was not predicted is not judged, wherever its NaN stands.
    void nan_is_left_out() {
        Matrix p(60, 2), whole(40, 2);
        std::vector<std::int32_t> label, of_whole;
        for (std::size_t c = 0, w = 0; c < 60; ++c) {
            const float own = 0.5F + 0.4F * float(c % 7) / 7.0F;
            p(c, 0) = own, p(c, 1) = 1 - own;
            label.push_back(int(c % 2));
            if (c % 3 == 2) {
                p(c, c % 2) = NAN;
                continue;
            }
            whole(w, 0) = own, whole(w++, 1) = 1 - own;
            of_whole.push_back(int(c % 2));
        }
        const std::vector<std::int32_t> classes{0, 1};
        const JudgedPredictions judged = judge_predictions(p, label, classes, {}, m_job);
        const JudgedPredictions expected = judge_predictions(whole, of_whole, classes, {}, m_job);
        QCOMPARE(judged.cells.size(), 40U);
        QCOMPARE(judged.confidence, expected.confidence);
        QCOMPARE(judged.brier, expected.brier);
        QCOMPARE(judged.ece(), expected.ece());
        QCOMPARE(judged.accuracy(), expected.accuracy());
        QCOMPARE(judged.coverage.size(), expected.coverage.size());
        QCOMPARE(judged.kept(0.7F).kept, expected.kept(0.7F).kept);
    }

    void a_thinned_curve_keeps_its_ends() {
        std::vector<KeptCells> all;
        for (std::size_t i = 1; i <= 50'000; ++i) all.push_back({1 - float(i) / 1e5F, i, i / 2});
        const auto thin = thinned(all, 500);
        QVERIFY2(thin.size() <= 501 && thin.size() > 450, qPrintable(QString::number(thin.size())));
        QCOMPARE(thin.front().kept, 1U);
        QCOMPARE(thin.back().kept, 50'000U);
        for (std::size_t i = 1; i < thin.size(); ++i)
            QVERIFY(thin[i].kept > thin[i - 1].kept && thin[i].kept - thin[i - 1].kept < 220);
        QCOMPARE(thinned(std::span(all).first(400), 500).size(), 400U);
    }

    void cancelled() {
        Job ended;
        ended.cancel();
        QVERIFY_EXCEPTION_THROWN(judge_predictions(Matrix(4, 2), std::vector<std::int32_t>(4, 0),
                                                   std::vector<std::int32_t>{0}, {}, ended),
                                 Cancelled);
    }
};

QTEST_APPLESS_MAIN(JudgedPredictionsTest)
#include "tst_judged_predictions.moc"
