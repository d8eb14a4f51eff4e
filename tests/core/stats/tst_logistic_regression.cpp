#include <QTest>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/stats/logistic_regression.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

const QString script = QStringLiteral(R"(
import json, sys, numpy as np
from sklearn.linear_model import LogisticRegression
classes, balanced, c = int(sys.argv[1]), sys.argv[2] == "1", float(sys.argv[3])
r = np.random.RandomState(3)
y = r.choice(classes, 400, p=np.arange(1, classes + 1) / np.arange(1, classes + 1).sum())
x = (r.normal(size=(400, 8)) + r.normal(size=(classes, 8))[y] * 0.8).astype(np.float32)
m = LogisticRegression(C=c, class_weight="balanced" if balanced else None, tol=1e-10, max_iter=10000,
                       solver="newton-cg" if c > 1 else "lbfgs")  # lbfgs stops early when the penalty is weak
m.fit(x.astype(float), y)
p = m.predict_proba(x.astype(float))
print(json.dumps(dict(x=x.tolist(), y=y.tolist(), coef=m.coef_.tolist(), intercept=m.intercept_.tolist(),
                      p=p.tolist(), predicted=m.predict(x.astype(float)).tolist())))
)");

struct Blobs {
    Matrix x;
    std::vector<std::int32_t> labels;
};
Blobs blobs(std::size_t cells, std::size_t features, std::size_t classes) {
    Random random(5);
    Blobs b{Matrix(cells, features), {}};
    for (std::size_t i = 0; i < cells; ++i) {
        b.labels.push_back(static_cast<std::int32_t>(i % classes));
        for (float& v : b.x.row(i)) v = static_cast<float>(random.normal());
        b.x(i, i % classes) += 2;
    }
    return b;
}

}  // namespace

class LogisticRegressionTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void agrees_with_sklearn_data() {
        QTest::addColumn<int>("classes");
        QTest::addColumn<bool>("balanced");
        QTest::addColumn<double>("c");
        QTest::newRow("two classes") << 2 << false << 1.0;
        QTest::newRow("two classes, balanced") << 2 << true << 0.1;
        QTest::newRow("five classes") << 5 << false << 1.0;
        QTest::newRow("five classes, balanced") << 5 << true << 1.0;
        QTest::newRow("weak penalty") << 4 << true << 100.0;
    }
    void agrees_with_sklearn() {
        QFETCH(int, classes);
        QFETCH(bool, balanced);
        QFETCH(double, c);
        REGULUS_NEED_PYTHON("sklearn");
        const auto expected =
            python_object(script, {QString::number(classes), balanced ? "1" : "0", QString::number(c)});
        QVERIFY(!expected.isEmpty());
        const Matrix x = to_matrix(expected["x"]), coefficients = to_matrix(expected["coef"]);
        const auto labels = to_labels(expected["y"]);
        Job job;
        const LogisticModel model = fit_logistic(x, labels, static_cast<std::size_t>(classes),
                                                 {.c = c, .balanced = balanced, .tolerance = 1e-8}, job);
        QVERIFY(model.converged);
        if (classes == 2) {
            for (std::size_t f = 0; f < x.cols; ++f) {
                REGULUS_CLOSE(model.weights(1, f) - model.weights(0, f), coefficients(0, f), 1e-3);
            }
        } else {
            for (std::size_t i = 0; i < coefficients.values.size(); ++i) {
                REGULUS_CLOSE(model.weights.values[i], coefficients.values[i], 1e-3);
            }
        }
        const Matrix p = predict_probabilities(model, x), wanted = to_matrix(expected["p"]);
        for (std::size_t i = 0; i < p.values.size(); ++i) REGULUS_CLOSE(p.values[i], wanted.values[i], 1e-4);
        QCOMPARE(predict_classes(model, x), to_labels(expected["predicted"]));
    }
    void unlabelled_cells_and_absent_classes() {
        Blobs b = blobs(300, 6, 3);
        for (std::size_t i = 0; i < 300; ++i) {
            if (b.labels[i] == 1) b.labels[i] = 4;
            if (i % 5 == 0) {
                b.labels[i] = -1;
                b.x(i, 0) = std::numeric_limits<float>::quiet_NaN();  // never looked at
            }
        }
        Job job;
        const LogisticModel model = fit_logistic(b.x, b.labels, 6, {}, job);
        QVERIFY(model.converged);
        const Matrix p = predict_probabilities(model, b.x);
        QCOMPARE(p(1, 1), 0.0F);
        QCOMPARE(p(1, 5), 0.0F);
        QVERIFY(std::abs(p(1, 0) + p(1, 2) + p(1, 4) - 1) < 1e-5);
    }
    // Of the objective as the header has it, in double precision.
    void the_gradient_vanishes_at_the_fit() {
        const std::size_t classes = 4, features = 6;
        const Blobs b = blobs(200, features, classes);
        Job job;
        const LogisticModel model = fit_logistic(b.x, b.labels, classes, {.c = 2}, job);
        std::vector<double> count(classes, 0);
        for (const std::int32_t label : b.labels) ++count[static_cast<std::size_t>(label)];
        const auto objective = [&](const std::vector<double>& of) {  // weights, then intercepts
            double sum = 0;
            for (std::size_t i = 0; i < classes * features; ++i) sum += of[i] * of[i] / 4;
            for (std::size_t c = 0; c < b.x.rows; ++c) {
                std::vector<double> logits(classes);
                double total = 0;
                for (std::size_t k = 0; k < classes; ++k) {
                    logits[k] = of[classes * features + k];
                    for (std::size_t f = 0; f < features; ++f)
                        logits[k] += static_cast<double>(b.x(c, f)) * of[k * features + f];
                    total += std::exp(logits[k]);
                }
                const auto label = static_cast<std::size_t>(b.labels[c]);
                sum += static_cast<double>(b.x.rows) / (static_cast<double>(classes) * count[label]) *
                       (std::log(total) - logits[label]);
            }
            return sum;
        };
        std::vector<double> at(model.weights.values.begin(), model.weights.values.end());
        at.insert(at.end(), model.intercepts.begin(), model.intercepts.end());
        const auto steepest = [&](std::vector<double> of) {
            constexpr double step = 1e-4;
            double most = 0;
            for (double& x : of) {
                const double value = x;
                x = value + step;
                const double above = objective(of);
                x = value - step;
                most = std::max(most, std::abs(above - objective(of)) / (2 * step));
                x = value;
            }
            return most;
        };
        QVERIFY(steepest(at) < 1e-5 * static_cast<double>(b.x.rows));
        QVERIFY(steepest(std::vector<double>(at.size(), 0)) > 1);
    }

    void same_bytes_for_any_thread_count() {
        const Blobs b = blobs(3000, 20, 7);
        Job job;
        set_thread_count(1);
        const LogisticModel one = fit_logistic(b.x, b.labels, 7, {}, job);
        set_thread_count(3);
        const LogisticModel three = fit_logistic(b.x, b.labels, 7, {}, job);
        set_thread_count(0);
        QVERIFY(one.weights.values == three.weights.values);
        QVERIFY(one.intercepts == three.intercepts);
    }
    void separable_constant_and_duplicate_columns() {
        Blobs b = blobs(60, 5, 2);
        for (std::size_t i = 0; i < 60; ++i) {
            b.x(i, 0) = b.labels[i] ? 1000.0F : -1000.0F;
            b.x(i, 1) = b.x(i, 0);
            b.x(i, 2) = 7;
        }
        Job job;
        const LogisticModel model = fit_logistic(b.x, b.labels, 2, {.c = 1e6}, job);
        for (const float w : model.weights.values) QVERIFY(std::isfinite(w));
        QCOMPARE(predict_classes(model, b.x), b.labels);
    }
    void says_what_it_cannot_do() {
        Blobs b = blobs(30, 4, 3);
        Job job;
        QVERIFY_EXCEPTION_THROWN(fit_logistic(b.x, std::vector<std::int32_t>(30, 1), 3, {}, job), Error);
        QVERIFY_EXCEPTION_THROWN(fit_logistic(b.x, std::vector<std::int32_t>(30, -1), 3, {}, job), Error);
        QVERIFY_EXCEPTION_THROWN(fit_logistic(b.x, b.labels, 3, {.c = 0}, job), Error);
        b.x(3, 2) = std::numeric_limits<float>::infinity();
        QVERIFY_EXCEPTION_THROWN(fit_logistic(b.x, b.labels, 3, {}, job), Error);
        b.x(3, 2) = 0;
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(fit_logistic(b.x, b.labels, 3, {}, job), Cancelled);
    }
};

QTEST_GUILESS_MAIN(LogisticRegressionTest)
#include "tst_logistic_regression.moc"
