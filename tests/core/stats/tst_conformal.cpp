// Conformal thresholds against plain loops, and the coverage that they promise.
#include <QTest>
#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "core/stats/conformal.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

class ConformalTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    // The definition, one candidate after the other: the largest value that at most a share 1 − level of the
    // n + 1 values lies below or at.
    void is_the_quantile_of_n_plus_1_values() {
        Random random(1);
        for (std::size_t n = 1; n <= 120; ++n) {
            std::vector<double> values;
            for (std::size_t i = 0; i < n; ++i) values.push_back(random.uniform());
            std::vector<double> sorted = values;
            std::ranges::sort(sorted);
            double wanted = -5;
            for (std::size_t rank = 1; rank <= n; ++rank) {
                if (20 * rank <= n + 1) wanted = sorted[rank - 1];
            }
            QCOMPARE(conformal_quantile(values, 0.95, -5), wanted);
            QCOMPARE(conformal_quantile(values, 0.95, -5) == -5, n < 19);
        }
    }

    void covers_new_values() {
        Random random(2);
        std::size_t covered = 0, drawn = 0;
        for (int round = 0; round < 2000; ++round) {
            std::vector<double> values;
            for (int i = 0; i < 39; ++i) values.push_back(random.normal());
            const double threshold = conformal_quantile(values, 0.95, -1e9);
            for (int i = 0; i < 20; ++i, ++drawn) covered += random.normal() >= threshold ? 1 : 0;
        }
        // Two of forty: 95 % exactly, on average over draws.
        REGULUS_CLOSE(static_cast<double>(covered) / static_cast<double>(drawn), 0.95, 0.005);
    }

    void small_classes_share_a_threshold() {
        std::vector<float> own;
        std::vector<std::int32_t> labels;
        for (int i = 0; i < 100; ++i) {
            own.push_back(static_cast<float>(i + 1) / 100);
            labels.push_back(i % 10 == 0 ? 1 : 0);  // ten cells of class 1, none of class 2
        }
        labels[50] = -1;
        std::vector<double> all, first;
        for (std::size_t i = 0; i < own.size(); ++i) {
            if (labels[i] >= 0) all.push_back(own[i]);
            if (labels[i] == 0) first.push_back(own[i]);
        }
        const auto found = class_thresholds(own, labels, 3, 0.95, 0);
        QCOMPARE(found.size(), std::size_t{3});
        QCOMPARE(found[0], conformal_quantile(first, 0.95, 0));
        QCOMPARE(found[1], conformal_quantile(all, 0.95, 0));
        QCOMPARE(found[2], found[1]);
    }

    void accuracy_threshold_is_the_smallest() {
        Random random(3);
        for (int round = 0; round < 200; ++round) {
            std::vector<float> values;
            std::vector<std::uint8_t> right;
            for (int i = 0; i < 60; ++i) {
                values.push_back(static_cast<float>(random.below(20) + 1) / 20);  // with many ties
                right.push_back(random.uniform() < 0.5 + 0.5 * values.back() ? 1 : 0);
            }
            const auto serves = [&](double threshold) {
                std::size_t cells = 0, correct = 0;
                for (std::size_t i = 0; i < values.size(); ++i) {
                    if (values[i] < threshold) continue;
                    ++cells;
                    correct += right[i];
                }
                return cells > 0 && static_cast<double>(correct) >= 0.9 * static_cast<double>(cells);
            };
            double wanted = 1;
            if (serves(0)) {
                wanted = 0;
            } else {
                for (const float value : values) {
                    if (serves(value)) wanted = std::min<double>(wanted, value);
                }
            }
            QCOMPARE(accuracy_threshold(values, right, 0.9), wanted);
        }
        const std::vector<float> sure{0.9F, 0.8F};
        QCOMPARE(accuracy_threshold(sure, std::vector<std::uint8_t>{1, 1}, 0.95), 0.0);
        QCOMPARE(accuracy_threshold(sure, std::vector<std::uint8_t>{0, 0}, 0.95), 1.0);
        QCOMPARE(accuracy_threshold({}, {}, 0.95), 1.0);
    }
};

QTEST_APPLESS_MAIN(ConformalTest)
#include "tst_conformal.moc"
