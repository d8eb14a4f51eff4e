#include <QTest>

#include <cmath>
#include <functional>

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
    void streams_differ_and_repeat() {
        QCOMPARE(Random(3, 5).next(), Random(3, 5).next());
        QVERIFY(Random(3, 5).next() != Random(3, 6).next());
        QVERIFY(Random(3, 5).next() != Random(4, 5).next());
    }
};

QTEST_APPLESS_MAIN(RandomTest)
#include "tst_random.moc"
