// Temperature scaling against scipy, by its gradient, and by what it is for.
#include <QTest>
#include <cmath>
#include <limits>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/stats/classification_metrics.h"
#include "core/stats/temperature.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

const QString script = QStringLiteral(R"(
import json, sys, numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp, softmax
r = np.random.RandomState(int(sys.argv[1]))
n, k = 300, 4
true = r.normal(size=(n, k)) * 2
y = np.array([r.choice(k, p=softmax(t)) for t in true])
z = (true * float(sys.argv[2])).astype(np.float32); offsets = np.log([.6, .2, .15, .05])
s = z.astype(float) + offsets; own = (n + 1) / (n + 2)
target = np.full((n, k), (1 - own) / (k - 1)); target[np.arange(n), y] = own
loss = lambda a: (logsumexp(a * s, 1) - a * (target * s).sum(1)).mean()
a = minimize_scalar(loss, bounds=(.1, 10), method="bounded", options=dict(xatol=1e-12)).x
print(json.dumps(dict(z=z.tolist(), y=y.tolist(), offsets=offsets.tolist(), t=1 / a, p=softmax(a * s, 1).tolist())))
)");

struct Sample {
    Matrix logits;
    std::vector<std::int32_t> labels;
};

// Labels drawn from the softmax of logits that are then multiplied.
Sample drawn(std::size_t cells, std::size_t classes, double factor) {
    Random random(7);
    Sample sample{Matrix(cells, classes), {}};
    for (std::size_t i = 0; i < cells; ++i) {
        std::vector<double> weights;
        double total = 0;
        for (std::size_t k = 0; k < classes; ++k) {
            const double logit = 2 * random.normal();
            sample.logits(i, k) = static_cast<float>(factor * logit);
            weights.push_back(std::exp(logit));
            total += weights.back();
        }
        double at = random.uniform() * total;
        std::size_t label = 0;
        while (label + 1 < classes && at >= weights[label]) at -= weights[label++];
        sample.labels.push_back(static_cast<std::int32_t>(label));
    }
    return sample;
}

// Derivative by 1 / T of the loss that the header names, term by term.
double gradient(const Sample& sample, const std::vector<double>& offsets, double temperature) {
    double sum = 0, cells = 0;
    for (const std::int32_t label : sample.labels) cells += label >= 0 ? 1 : 0;
    const double own = (cells + 1) / (cells + 2);
    for (std::size_t i = 0; i < sample.labels.size(); ++i) {
        if (sample.labels[i] < 0) continue;
        const auto label = static_cast<std::size_t>(sample.labels[i]);
        std::vector<double> scores;
        for (std::size_t k = 0; k < offsets.size(); ++k) scores.push_back(sample.logits(i, k) + offsets[k]);
        double total = 0, expected = 0, others = 0, possible = 0;
        for (std::size_t k = 0; k < scores.size(); ++k) {
            if (std::isinf(scores[k])) continue;
            const double weight = std::exp(scores[k] / temperature);
            total += weight;
            expected += weight * scores[k];
            if (k == label) continue;
            others += scores[k];
            ++possible;
        }
        sum += expected / total - own * scores[label] - (1 - own) * others / possible;
    }
    return sum / cells;
}

}  // namespace

class TemperatureTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void agrees_with_scipy() {
        REGULUS_NEED_PYTHON("scipy");
        for (const auto& [seed, factor] : {std::pair{1, "1.5"}, std::pair{2, "0.6"}, std::pair{3, "4"}}) {
            const auto expected = python_object(script, {QString::number(seed), factor});
            QVERIFY(!expected.isEmpty());
            const Matrix logits = to_matrix(expected["z"]), wanted = to_matrix(expected["p"]);
            const auto offsets = to_doubles(expected["offsets"]);
            const auto labels = to_labels(expected["y"]);
            const double temperature = fit_temperature(logits, offsets, labels);
            REGULUS_CLOSE(temperature, expected["t"].toDouble(), 1e-5);
            const Matrix p = scaled_probabilities(logits, offsets, temperature);
            for (std::size_t i = 0; i < p.values.size(); ++i)
                REGULUS_CLOSE(p.values[i], wanted.values[i], 1e-5);
        }
    }

    void its_gradient_is_zero() {
        Sample sample = drawn(4000, 5, 1.7);
        const std::vector<double> offsets{0, 0.3, -1, 0.1, 0};
        sample.labels[3] = -1;
        // A class that cannot be, in some cells.
        for (std::size_t i = 10; i < 40; ++i) {
            if (sample.labels[i] != 2) sample.logits(i, 2) = -std::numeric_limits<float>::infinity();
        }
        const double temperature = fit_temperature(sample.logits, offsets, sample.labels);
        REGULUS_CLOSE(gradient(sample, offsets, temperature), 0, 1e-9);
        QVERIFY(std::abs(gradient(sample, offsets, 1.1 * temperature)) > 1e-3);
    }

    void undoes_what_was_multiplied() {
        const std::vector<double> nothing(5, 0);
        for (const double factor : {0.5, 1.0, 2.5}) {
            const Sample sample = drawn(20000, 5, factor);
            const double temperature = fit_temperature(sample.logits, nothing, sample.labels);
            REGULUS_CLOSE(temperature / factor, 1, 0.05);
            const Matrix p = scaled_probabilities(sample.logits, nothing, temperature);
            QVERIFY(expected_calibration_error(p, sample.labels) < 0.02);
        }
    }

    void is_never_certain_by_luck() {
        // Without an error there is no least loss but for the smoothing.
        Matrix logits(20, 2);
        std::vector<std::int32_t> labels;
        for (std::size_t i = 0; i < 20; ++i) {
            labels.push_back(static_cast<std::int32_t>(i % 2));
            logits(i, i % 2) = 1;
        }
        const std::vector<double> nothing(2, 0);
        const double temperature = fit_temperature(logits, nothing, labels);
        const Matrix p = scaled_probabilities(logits, nothing, temperature);
        REGULUS_CLOSE(p(0, 0), 21.0 / 22.0, 1e-6);  // Platt's target
        QCOMPARE(fit_temperature(Matrix(0, 2), nothing, {}), 1.0);
    }

    void same_bytes_for_any_number_of_threads() {
        const Sample sample = drawn(9000, 4, 1.3);
        const std::vector<double> nothing(4, 0);
        set_thread_count(1);
        const double one = fit_temperature(sample.logits, nothing, sample.labels);
        const Matrix alone = scaled_probabilities(sample.logits, nothing, one);
        set_thread_count(7);
        QCOMPARE(fit_temperature(sample.logits, nothing, sample.labels), one);
        QCOMPARE(scaled_probabilities(sample.logits, nothing, one).values, alone.values);
        set_thread_count(0);
    }
};

QTEST_APPLESS_MAIN(TemperatureTest)
#include "tst_temperature.moc"
