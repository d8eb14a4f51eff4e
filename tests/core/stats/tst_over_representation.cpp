// The hypergeometric tail against scipy.
#include <QTest>
#include <cmath>

#include "core/stats/over_representation.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;

class OverRepresentationTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void the_tail_of_scipy() {
        REGULUS_NEED_PYTHON("scipy");
        const QJsonObject expected = test::python_object(QStringLiteral(R"PY(
import json, numpy as np
from scipy.stats import hypergeom
r = np.random.RandomState(1); rows = []
for _ in range(400):
    M = int(r.choice([10, 200, 3000, 60000])); n = int(r.randint(0, M + 1)) if r.rand() < .3 else int(r.randint(0, min(M, 300) + 1))
    N = int(r.randint(0, M + 1)) if r.rand() < .3 else int(r.randint(0, min(M, 500) + 1))
    low, high = max(0, N + n - M), min(n, N)
    for k in {low, high, int(r.randint(low, high + 1)), min(high, int(n * N / M) + 1), min(high, int(n * N / M) + 12)}:
        rows.append([k, M, n, N, float(hypergeom.sf(k - 1, M, n, N))])
print(json.dumps(dict(rows=rows)))
)PY"));
        const QJsonArray rows = expected["rows"].toArray();
        QVERIFY(rows.size() > 800);
        double far = 0;
        for (const auto& row : rows) {
            const auto v = test::to_doubles(row);
            const auto at = [&](std::size_t i) { return static_cast<std::size_t>(v[i]); };
            const double p = hypergeometric_tail(at(0), at(1), at(2), at(3));
            QVERIFY2(p >= 0 && p <= 1, qPrintable(QString::number(p)));
            if (v[4] < 1e-300) continue;
            far = std::max(far, std::abs(p - v[4]) / v[4]);
        }
        qInfo("largest relative difference %.2g", far);
        QVERIFY(far < 1e-8);
    }
    void at_the_ends() {
        QCOMPARE(hypergeometric_tail(0, 10, 3, 4), 1.0);
        QCOMPARE(hypergeometric_tail(0, 0, 0, 0), 1.0);
        QCOMPARE(hypergeometric_tail(4, 10, 10, 4), 1.0);
        QVERIFY(std::abs(hypergeometric_tail(3, 10, 3, 3) - 1 / 120.0) < 1e-15);
        // Far out, where 1 minus the rest would have no digits.
        QVERIFY(hypergeometric_tail(100, 20000, 100, 100) > 0);
        QVERIFY(hypergeometric_tail(100, 20000, 100, 100) < 1e-200);
    }
};

QTEST_GUILESS_MAIN(OverRepresentationTest)
#include "tst_over_representation.moc"
