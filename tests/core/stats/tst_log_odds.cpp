#include <QTest>
#include <cmath>
#include <vector>

#include "core/stats/log_odds.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;

namespace {

double odds(const std::vector<double>& logits, std::size_t k) {
    return log_odds(std::span<const double>(logits), k);
}

}  // namespace

class LogOddsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void is_the_logarithm_of_the_odds_of_softmax() {
        const std::vector<double> logits{0.3, -1.2, 2.5, 0.3};
        double sum = 0;
        for (const double logit : logits) sum += std::exp(logit);
        for (std::size_t k = 0; k < logits.size(); ++k) {
            const double p = std::exp(logits[k]) / sum;
            REGULUS_CLOSE(odds(logits, k), std::log(p / (1 - p)), 1e-12);
        }
    }

    void of_two_classes_is_their_difference() {
        REGULUS_CLOSE(odds({1.25, -0.5}, 0), 1.75, 1e-15);
        REGULUS_CLOSE(odds({1.25, -0.5}, 1), -1.75, 1e-15);
    }

    // Where a probability would be 0 or 1, and its exponential no number.
    void far_apart_is_finite_and_exact() {
        REGULUS_CLOSE(odds({2000, -3000, 1999}, 0), 1.0, 1e-9);
        REGULUS_CLOSE(odds({2000, -3000, 2000}, 1), -5000 - std::log(2.0), 1e-9);
        REGULUS_CLOSE(odds({0, -1e4}, 0), 1e4, 1e-9);  // a class nobody was labelled with
    }

    void what_is_added_to_all_changes_nothing() {
        REGULUS_CLOSE(odds({1000.5, 999, 1002}, 2), odds({0.5, -1, 2}, 2), 1e-10);
    }

    void floats_are_taken_as_they_are() {
        const std::vector<float> floats{0.1F, -0.7F, 3.3F};
        const std::vector<double> same(floats.begin(), floats.end());
        for (std::size_t k = 0; k < 3; ++k)
            QCOMPARE(log_odds(std::span<const float>(floats), k), odds(same, k));
    }

    void a_single_class_is_certain() { QVERIFY(std::isinf(odds({-4}, 0)) && odds({-4}, 0) > 0); }
};

QTEST_APPLESS_MAIN(LogOddsTest)
#include "tst_log_odds.moc"
