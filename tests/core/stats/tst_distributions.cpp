#include <QTest>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/stats/distributions.h"
#include "core/stats/false_discovery.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

double apart(double a, double b) {
    if (a == b) return 0;
    return std::abs(a - b) / std::max({std::abs(a), std::abs(b), 1e-290});
}

}  // namespace

class DistributionsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void tails_of_scipy() {
        REGULUS_NEED_PYTHON("scipy");
        const QJsonObject expected = python_object(QStringLiteral(R"(
import json, numpy as np
from scipy.stats import t, norm
from scipy.special import betainc
x = np.concatenate([[0, 1e-9, 1e-3], np.linspace(.05, 6, 60), np.linspace(7, 60, 40), [300., 1e4, 1e9]])
df = np.concatenate([[.5, 1, 1.7, 2, 3, 4.2, 7], np.geomspace(10, 1e7, 60), [1999, 2000, 2000.5, 2001]])
X, D = [v.ravel() for v in np.meshgrid(x, df)]
r = np.random.RandomState(0)
b = np.stack([r.uniform(size=500), 10 ** r.uniform(-1, 3, 500), 10 ** r.uniform(-1, 3, 500)])
print(json.dumps(dict(x=X.tolist(), df=D.tolist(), t=(2 * t.sf(X, D)).tolist(), z=x.tolist(),
                      normal=(2 * norm.sf(x)).tolist(), b=b.tolist(), beta=betainc(b[1], b[2], b[0]).tolist())))
)"));
        const auto x = to_doubles(expected["x"]), df = to_doubles(expected["df"]),
                   t = to_doubles(expected["t"]), z = to_doubles(expected["z"]),
                   normal = to_doubles(expected["normal"]), beta = to_doubles(expected["beta"]);
        QVERIFY(x.size() > 5000);
        double worst = 0, worst_far = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            if (t[i] < 1e-290) continue;
            double& so_far = t[i] < 1e-100 ? worst_far : worst;
            so_far = std::max(so_far, apart(student_two_sided(-x[i], df[i]), t[i]));
        }
        qInfo("Student's t: %.2g, far out %.2g", worst, worst_far);
        QVERIFY(worst < 1e-10 && worst_far < 1e-7);
        for (std::size_t i = 0; i < z.size(); ++i)
            if (normal[i] > 1e-290) QVERIFY(apart(normal_two_sided(z[i]), normal[i]) < 1e-11);
        const QJsonArray b = expected["b"].toArray();
        const auto at = to_doubles(b[0]), p = to_doubles(b[1]), q = to_doubles(b[2]);
        for (std::size_t i = 0; i < at.size(); ++i)
            QVERIFY(std::abs(incomplete_beta(at[i], p[i], q[i]) - beta[i]) < 1e-11);
    }
    void ends() {
        QCOMPARE(student_two_sided(0, 5), 1.0);
        QCOMPARE(student_two_sided(std::numeric_limits<double>::infinity(), 5), 0.0);
        QVERIFY(std::isnan(student_two_sided(not_a_number, 5)) &&
                std::isnan(student_two_sided(1, not_a_number)));
        QVERIFY(std::isnan(normal_two_sided(not_a_number)));
        QCOMPARE(incomplete_beta(0, 2, 3), 0.0);
        QCOMPARE(incomplete_beta(1, 2, 3), 1.0);
    }

    // statsmodels 0.13.5, multipletests(p, method="fdr_bh")[1], and the same of R 4.2.2, p.adjust(p, "BH").
    void false_discovery_rates() {
        const std::vector<double> p{0.01, 0.02,   not_a_number, 0.03, 0.5,          0.9, 0.03,
                                    1.0,  1e-300, 0.0,          0.2,  not_a_number, 0.04};
        const std::vector<double> expected{0.03666666666666667,
                                           0.055,
                                           not_a_number,
                                           0.055,
                                           0.611111111111111,
                                           0.9900000000000001,
                                           0.055,
                                           1.0,
                                           5.5e-300,
                                           0.0,
                                           0.275,
                                           not_a_number,
                                           0.06285714285714286};
        const std::vector<double> found = benjamini_hochberg(p);
        QCOMPARE(found.size(), expected.size());
        for (std::size_t i = 0; i < p.size(); ++i) {
            if (std::isnan(expected[i]))
                QVERIFY(std::isnan(found[i]));
            else
                QVERIFY2(apart(found[i], expected[i]) < 1e-14,
                         qPrintable(QString::number(found[i], 'g', 17)));
        }
        QVERIFY(benjamini_hochberg({}).empty());
    }
};

QTEST_GUILESS_MAIN(DistributionsTest)
#include "tst_distributions.moc"
