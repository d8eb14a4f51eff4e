#include <QTest>

#include <cmath>
#include <functional>
#include <utility>
#include <vector>

#include "core/base/random.h"

using regulus::Random;

class RandomTest : public QObject {
    Q_OBJECT
    static void check_moments(const std::function<double(Random&)>& draw, double mean, double variance) {
        Random random(7);
        constexpr int n = 200000;
        double sum = 0, squares = 0;
        for (int i = 0; i < n; ++i) {
            const double x = draw(random);
            sum += x;
            squares += x * x;
        }
        const double m = sum / n, v = squares / n - m * m;
        QVERIFY2(std::abs(m - mean) < 6 * std::sqrt(variance / n), qPrintable(QString::number(m)));
        QVERIFY2(std::abs(v - variance) < 0.05 * variance, qPrintable(QString::number(v)));
    }
  private Q_SLOTS:
    void uniform() {
        check_moments([](Random& r) { return r.uniform(); }, 0.5, 1.0 / 12);
    }
    void normal() {
        check_moments([](Random& r) { return r.normal(); }, 0, 1);
    }
    void gamma_small() {
        check_moments([](Random& r) { return r.gamma(0.5, 2); }, 1, 2);
    }
    void gamma_large() {
        check_moments([](Random& r) { return r.gamma(9, 0.5); }, 4.5, 2.25);
    }
    void poisson_small() {
        check_moments([](Random& r) { return double(r.poisson(0.7)); }, 0.7, 0.7);
    }
    void poisson_large() {
        check_moments([](Random& r) { return double(r.poisson(250)); }, 250, 250);
    }
    // Every number as often as it should be, by its chance (χ² over all with at least 20 expected).
    void binomial_data() {
        QTest::addColumn<int>("n");
        QTest::addColumn<double>("p");
        for (const auto& [n, p] : std::vector<std::pair<int, double>>{{1, 0.3},
                                                                      {16, 0.5},
                                                                      {17, 0.5},
                                                                      {17, 0.02},
                                                                      {40, 0.2},
                                                                      {19, 0.55},
                                                                      {20, 0.5},
                                                                      {25, 0.4},
                                                                      {100, 0.1},
                                                                      {100, 0.9},
                                                                      {1000, 0.013},
                                                                      {5000, 0.5},
                                                                      {3000, 0.002},
                                                                      {100000, 0.83}})
            QTest::addRow("%d at %g", n, p) << n << p;
    }
    void binomial() {
        QFETCH(int, n);
        QFETCH(double, p);
        constexpr int draws = 400000;
        Random random(11);
        std::vector<int> seen(std::size_t(n) + 1, 0);
        for (int i = 0; i < draws; ++i) {
            const auto k = random.binomial(std::uint64_t(n), p);
            QVERIFY(k <= std::uint64_t(n));
            ++seen[k];
        }
        double chi = 0, rare = 0, rarely = 0;
        int cells = 0;
        const auto add = [&](double got, double expected) {
            chi += (got - expected) * (got - expected) / expected;
            ++cells;
        };
        for (int k = 0; k <= n; ++k) {
            const double expected =
                draws * std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) +
                                 k * std::log(p) + (n - k) * std::log1p(-p));
            if (expected >= 20) {
                add(seen[std::size_t(k)], expected);
                continue;
            }
            rare += expected;
            rarely += seen[std::size_t(k)];
        }
        if (rare >= 20) add(rarely, rare);
        const double df = cells - 1;
        QVERIFY2(std::abs(chi - df) < 4.5 * std::sqrt(2 * df),
                 qPrintable(QString("%1 of %2").arg(chi).arg(df)));
    }
    void binomial_at_its_ends() {
        Random random(1);
        QCOMPARE(random.binomial(0, 0.4), std::uint64_t{0});
        for (const std::uint64_t n : {5ULL, 1000ULL, 10'000'000'000ULL}) {
            QCOMPARE(random.binomial(n, 1), n);
            QCOMPARE(random.binomial(n, 0), std::uint64_t{0});
            QVERIFY(random.binomial(n, 1e-300) == 0 && random.binomial(n, 1 - 1e-16) + 1000 > n);
        }
        QCOMPARE(Random(3, 5).binomial(900, 0.3), Random(3, 5).binomial(900, 0.3));
    }
    void streams_differ_and_repeat() {
        QCOMPARE(Random(3, 5).next(), Random(3, 5).next());
        QVERIFY(Random(3, 5).next() != Random(3, 6).next());
        QVERIFY(Random(3, 5).next() != Random(4, 5).next());
    }
};

QTEST_APPLESS_MAIN(RandomTest)
#include "tst_random.moc"
