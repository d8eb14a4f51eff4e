#include <QTest>
#include <cmath>
#include <limits>

#include "core/stats/rank_test.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

class RankTestTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void agrees_with_scipy_and_sklearn() {
        REGULUS_NEED_PYTHON("sklearn", "scipy");
        const auto expected = python_object(QStringLiteral(R"(
import json, numpy as np
from scipy.stats import spearmanr, rankdata
from sklearn.metrics import roc_auc_score
r = np.random.RandomState(0)
a = r.poisson(3, 400).astype(float)
b = a * .3 + r.poisson(2, 400)
y = (r.uniform(size=400) < .1 + .05 * a).astype(int)
print(json.dumps(dict(a=a.tolist(), b=b.tolist(), y=y.tolist(), ranks=rankdata(a).tolist(),
                      spearman=spearmanr(a, b)[0], auroc=roc_auc_score(y, a))))
)"));
        QVERIFY(!expected.isEmpty());
        const auto a = to_doubles(expected["a"]), b = to_doubles(expected["b"]);
        std::vector<std::uint8_t> positive;
        for (const auto y : to_labels(expected["y"])) positive.push_back(y != 0);
        QCOMPARE(average_ranks(a), to_doubles(expected["ranks"]));
        REGULUS_CLOSE(spearman(a, b).value(), expected["spearman"].toDouble(), 1e-12);
        REGULUS_CLOSE(auroc(a, positive).value(), expected["auroc"].toDouble(), 1e-12);
    }
    void no_answer() {
        const std::vector<double> values{1, 2, 3}, constant{4, 4, 4},
            broken{1, std::numeric_limits<double>::quiet_NaN(), 3};
        const std::vector<std::uint8_t> mixed{1, 0, 1}, none{0, 0, 0}, all{1, 1, 1};
        QVERIFY(!auroc(values, none));
        QVERIFY(!auroc(values, all));
        QVERIFY(!auroc(broken, mixed));
        QCOMPARE(auroc(constant, mixed).value(), 0.5);
        QVERIFY(!spearman(values, constant));
        QVERIFY(!spearman(values, broken));
        QVERIFY(!spearman({}, {}));
        QCOMPARE(spearman(values, values).value(), 1.0);
    }
};

QTEST_GUILESS_MAIN(RankTestTest)
#include "tst_rank_test.moc"
