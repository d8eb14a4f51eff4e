#include <QTest>
#include <cmath>
#include <limits>

#include "core/stats/pair_summary.h"
#include "core/stats/plane_density.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

constexpr float none = std::numeric_limits<float>::quiet_NaN();

std::vector<float> floats(const QJsonValue& value) {
    std::vector<float> out;
    for (const double v : to_doubles(value)) out.push_back(static_cast<float>(v));
    return out;
}

// Counts as genes have them (many zeros and ties), large offsets, and a set that leaves cells out.
const QString script = QStringLiteral(R"(
import json, numpy as np
from scipy.stats import pearsonr, spearmanr
r = np.random.RandomState(3)
n = 3000
x = np.log1p(r.poisson(.7, n)).astype(np.float32)
y = np.log1p(r.poisson(.5 + x, n)).astype(np.float32)
keep = r.uniform(size=n) < .6
a, b = x[keep].astype(float), y[keep].astype(float)
big = (y + 1e4).astype(np.float32)
cx, cy = np.log(2), np.log(3)
q = [int(((b >= cy) & (a < cx)).sum()), int(((b >= cy) & (a >= cx)).sum()),
     int(((b < cy) & (a < cx)).sum()), int(((b < cy) & (a >= cx)).sum())]
def density(u, v):
    u, v = u.astype(float), v.astype(float)
    m = len(u)
    su, sv = u.std(ddof=1) * m ** (-1 / 6), v.std(ddof=1) * m ** (-1 / 6)
    d = np.array([np.exp(-.5 * (((u - p) / su) ** 2 + ((v - s) / sv) ** 2)).sum() for p, s in zip(u, v)])
    return d / d.max()
s = np.concatenate([r.normal(size=1200), r.normal(4, .3, 600)]).astype(np.float32)
t = np.concatenate([r.normal(size=1200) * 500, r.normal(2000, 90, 600)]).astype(np.float32)
print(json.dumps(dict(x=x.tolist(), y=y.tolist(), big=big.tolist(), keep=keep.astype(int).tolist(),
    pearson=pearsonr(a, b)[0], spearman=spearmanr(a, b)[0], large=pearsonr(a, big[keep].astype(float))[0],
    zx=int((a == 0).sum()), zy=int((b == 0).sum()), zb=int(((a == 0) & (b == 0)).sum()), q=q,
    cx=float(cx), cy=float(cy), s=s.tolist(), t=t.tolist(), density=density(s, t).tolist())))
)");

}  // namespace

class PairSummaryTest : public QObject {
    Q_OBJECT
    QJsonObject m_expected;
    Job m_job;
  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("scipy");
        m_expected = python_object(script);
        QVERIFY(!m_expected.isEmpty());
    }
    void agrees_with_scipy() {
        const auto x = to_doubles(m_expected["x"]), y = to_doubles(m_expected["y"]),
                   big = to_doubles(m_expected["big"]);
        CellSet cells(x.size());
        const auto keep = to_labels(m_expected["keep"]);
        for (std::size_t i = 0; i < keep.size(); ++i)
            if (keep[i] != 0) cells.insert(i);
        const PairSummary found = summarise_pair(x, y, cells, m_job);
        QCOMPARE(found.cells, cells.count());
        QCOMPARE(found.missing, std::size_t{0});
        REGULUS_CLOSE(found.pearson.value(), m_expected["pearson"].toDouble(), 1e-12);
        REGULUS_CLOSE(found.spearman.value(), m_expected["spearman"].toDouble(), 1e-12);
        REGULUS_CLOSE(summarise_pair(x, big, cells, m_job).pearson.value(), m_expected["large"].toDouble(),
                      1e-9);
        QCOMPARE(static_cast<int>(found.zero_x), m_expected["zx"].toInt());
        QCOMPARE(static_cast<int>(found.zero_y), m_expected["zy"].toInt());
        QCOMPARE(static_cast<int>(found.zero_both), m_expected["zb"].toInt());
        const auto counts =
            quadrant_counts(x, y, cells, m_expected["cx"].toDouble(), m_expected["cy"].toDouble());
        for (std::size_t k = 0; k < 4; ++k)
            QCOMPARE(static_cast<int>(counts[k]),
                     m_expected["q"].toArray()[static_cast<qsizetype>(k)].toInt());
    }
    void cells_without_a_number_are_counted_and_left_out() {
        const std::vector<double> x{0, 1, NAN, 2, INFINITY, 3}, y{0, 1, 5, NAN, 1, 3};
        const PairSummary found = summarise_pair(x, y, CellSet::all(6), m_job);
        QCOMPARE(found.cells, std::size_t{3});
        QCOMPARE(found.missing, std::size_t{3});
        QCOMPARE(found.zero_both, std::size_t{1});
        REGULUS_CLOSE(found.pearson.value(), 1.0, 1e-12);
        const auto counts = quadrant_counts(x, y, CellSet::all(6), 1, 1);  // on a line: right, above
        QCOMPARE(counts, (std::array<std::size_t, 4>{0, 2, 1, 0}));
    }
    // None of these is a float: 0.7 rounds to less, 2^24 + 1 to 2^24, 1e-300 to 0.
    void numbers_are_not_rounded_to_floats() {
        const std::vector<double> x{0.7, 16777216, 16777217, 1e-300, 0}, y{0, 1e-300, 1, 2, 0};
        const CellSet all = CellSet::all(5);
        QCOMPARE(quadrant_counts(x, y, all, 0.7, 0.5), (std::array<std::size_t, 4>{1, 1, 1, 2}));
        QCOMPARE(quadrant_counts(x, y, all, 16777217, 0.5), (std::array<std::size_t, 4>{1, 1, 3, 0}));
        const PairSummary found = summarise_pair(x, y, all, m_job);
        QCOMPARE(found.zero_x, std::size_t{1});
        QCOMPARE(found.zero_y, std::size_t{2});
        QCOMPARE(found.zero_both, std::size_t{1});
        const std::vector<double> a{16777216, 16777217, 16777218}, b{1, 2, 3};
        REGULUS_CLOSE(summarise_pair(a, b, CellSet::all(3), m_job).pearson.value(), 1.0, 1e-12);
    }
    void no_correlation_of_what_does_not_vary() {
        const std::vector<double> same{2, 2, 2}, other{1, 2, 3};
        QVERIFY(!summarise_pair(same, other, CellSet::all(3), m_job).pearson);
        QVERIFY(!summarise_pair(other, same, CellSet::all(3), m_job).spearman);
        QVERIFY(!summarise_pair({}, {}, CellSet(0), m_job).pearson);
    }
    void density_is_that_of_the_kernels() {
        const auto x = floats(m_expected["s"]), y = floats(m_expected["t"]);
        const auto found = plane_density(x, y, m_job);
        const auto expected = to_doubles(m_expected["density"]);
        double worst = 0;
        for (std::size_t i = 0; i < found.size(); ++i)
            worst = std::max(worst, std::abs(static_cast<double>(found[i]) - expected[i]));
        QVERIFY2(worst < 0.01, qPrintable(QString::number(worst)));
    }
    void density_of_odd_values() {
        QVERIFY(plane_density({}, {}, m_job).empty());
        const std::vector<float> x{1, 1, 1, none}, y{0, 0, 5, 1};
        const auto found = plane_density(x, y, m_job);
        QCOMPARE(found[0], found[1]);
        QVERIFY(found[2] <= found[0]);
        QVERIFY(std::isnan(found[3]));
        const std::vector<float> one{7};
        QCOMPARE(plane_density(one, one, m_job), std::vector<float>{1});
    }
    void stops_when_asked() {
        Job job;
        job.cancel();
        const std::vector<double> x{1, 2, 3};
        const std::vector<float> drawn{1, 2, 3};
        QVERIFY_EXCEPTION_THROWN(summarise_pair(x, x, CellSet::all(3), job), Cancelled);
        QVERIFY_EXCEPTION_THROWN(plane_density(drawn, drawn, job), Cancelled);
    }
};

QTEST_GUILESS_MAIN(PairSummaryTest)
#include "tst_pair_summary.moc"
