#include <QTest>
#include <cmath>

#include "core/base/error.h"
#include "core/stats/loess.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// Few and many points, ties, points far from the origin, clusters with gaps, several spans.
const QString script = QStringLiteral(R"(
import json, numpy as np
from skmisc.loess import loess
r = np.random.RandomState(3)
cases = []
def case(x, y, span):
    m = loess(x, y, span=span, degree=2)
    m.fit()
    cases.append(dict(x=x.tolist(), y=y.tolist(), span=span, fitted=m.outputs.fitted_values.tolist()))
for n, span in [(30, .75), (100, .3), (499, .3), (501, .3), (2000, .1), (5000, .3), (777, 1.0)]:
    x = r.normal(size=n)
    case(x, np.sin(2 * x) + r.normal(size=n) / 5, span)
    case(x * 1e-3 + 40, x + r.normal(size=n), span)
x = np.round(r.gamma(2, size=3000), 1)
case(x, np.log(x + 1) + r.normal(size=3000) / 9, .3)
x = np.concatenate([r.normal(size=400), 50 + r.normal(size=500)])
case(x, np.cos(x), .4)
counts = r.poisson(r.lognormal(-1, 2, size=4000)[None, :], size=(500, 4000))
mean, var = counts.mean(0), counts.var(0, ddof=1)
on = var > 0
case(np.log10(mean[on]), np.log10(var[on]), .3)
print(json.dumps(cases))
)");

}  // namespace

class LoessTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void agrees_with_skmisc() {
        REGULUS_NEED_PYTHON("skmisc.loess");
        const ScriptResult result = run_python(script, {});
        const QJsonArray cases = QJsonDocument::fromJson(result.output.toUtf8()).array();
        QVERIFY2(cases.size() == 17, qPrintable(result.errors));
        for (const QJsonValue item : cases) {
            const auto x = to_doubles(item[u"x"]), y = to_doubles(item[u"y"]);
            const auto expected = to_doubles(item[u"fitted"]);
            const auto fitted = loess(x, y, {item[u"span"].toDouble()});
            double worst = 0;
            for (std::size_t i = 0; i < x.size(); ++i)
                worst = std::max(worst, std::abs(fitted[i] - expected[i]));
            qInfo("%zu points, span %g: largest difference %g", x.size(), item[u"span"].toDouble(), worst);
            QVERIFY(worst < 1e-10);
        }
    }
    void a_quadratic_is_its_own_fit() {
        std::vector<double> x, y;
        for (int i = 0; i < 200; ++i) {
            x.push_back((i * 37) % 200 / 10.0);
            y.push_back(3 - 2 * x.back() + x.back() * x.back() / 4);
        }
        const auto fitted = loess(x, y, {});
        // Hermite pieces of a cubic through exact values and slopes are the quadratic itself.
        for (std::size_t i = 0; i < x.size(); ++i) REGULUS_CLOSE(fitted[i], y[i], 1e-9);
    }
    void points_at_one_place_give_their_mean() {
        const std::vector<double> x(40, 2.5);
        std::vector<double> y(40, 1.0);
        y[7] = 41;
        for (const double value : loess(x, y, {})) REGULUS_CLOSE(value, 2, 1e-12);
    }
    void most_points_at_one_place_still_fit() {
        std::vector<double> x(500, 4.0), y(500, 1.0);
        for (std::size_t i = 400; i < 500; ++i) y[i] = x[i] = static_cast<double>(i) / 100;
        const auto fitted = loess(x, y, {});
        for (const double value : fitted) QVERIFY(std::isfinite(value));
        REGULUS_CLOSE(fitted[450], 4.5, 0.2);
    }
    void too_few_points_are_refused() {
        const std::vector<double> x{1, 2, 3, 4, 5}, y(5, 0.0);
        QVERIFY_EXCEPTION_THROWN(loess(x, y, {}), Error);
        QVERIFY_EXCEPTION_THROWN(loess({}, {}, {}), Error);
    }
};

QTEST_GUILESS_MAIN(LoessTest)
#include "tst_loess.moc"
