#include <QTest>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/stats/silhouette.h"
#include "core/stats/trustworthiness.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// Blobs far from the origin, where distances are small; a label with one point, a row of zeros, duplicates.
const QString script = QStringLiteral(R"(
import json, numpy as np
from sklearn.metrics import silhouette_score
from sklearn.manifold import trustworthiness
r = np.random.RandomState(1)
y = r.choice(4, 301)
x = (r.normal(size=(301, 11)) + 2 * r.normal(size=(4, 11))[y] + 50).astype(np.float32)
y[300] = 9
x[17] = 0
x[20] = x[21] = x[22]
e = (x[:, :2] + r.normal(size=(301, 2))).astype(np.float32)
d = x.astype(float)
print(json.dumps(dict(x=x.tolist(), y=y.tolist(), e=e.tolist(),
    cosine=silhouette_score(d, y, metric="cosine"),
    trust=trustworthiness(d, e.astype(float), n_neighbors=15))))
)");

}  // namespace

class SilhouetteTest : public QObject {
    Q_OBJECT
    QJsonObject m_expected;
  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("sklearn");
        m_expected = python_object(script);
        QVERIFY(!m_expected.isEmpty());
    }
    void agrees_with_sklearn() {
        const Matrix x = to_matrix(m_expected["x"]);
        const auto labels = to_labels(m_expected["y"]);
        Job job;
        REGULUS_CLOSE(cosine_silhouette(x, labels, job).value(), m_expected["cosine"].toDouble(), 1e-9);
    }
    void trustworthiness_agrees_with_sklearn() {
        Job job;
        const auto found = trustworthiness(to_matrix(m_expected["x"]), to_matrix(m_expected["e"]), 15, job);
        REGULUS_CLOSE(found.value(), m_expected["trust"].toDouble(), 1e-5);
    }
    void same_bytes_for_any_thread_count() {
        const Matrix x = to_matrix(m_expected["x"]);
        const auto labels = to_labels(m_expected["y"]);
        Job job;
        set_thread_count(1);
        const auto one = cosine_silhouette(x, labels, job);
        set_thread_count(3);
        const auto three = cosine_silhouette(x, labels, job);
        set_thread_count(0);
        QCOMPARE(one.value(), three.value());
    }
    void one_label_has_no_silhouette() {
        Job job;
        QVERIFY(!cosine_silhouette(Matrix(5, 2), std::vector<std::int32_t>(5, 3), job));
        QVERIFY(!cosine_silhouette(Matrix(0, 2), {}, job));
        QVERIFY(!cosine_silhouette(Matrix(3, 2), std::vector<std::int32_t>{-1, 0, -1}, job));
    }
    void equal_points_and_single_ones_count_nothing() {
        Job job;
        const std::vector<std::int32_t> labels{0, 0, 1, 1};
        QCOMPARE(cosine_silhouette(Matrix(4, 3), labels, job).value(), 0.0);
        const std::vector<std::int32_t> alone{0, 1, 2, 3};
        QCOMPARE(cosine_silhouette(Matrix(4, 3), alone, job).value(), 0.0);
        // In one direction: there is nothing to tell apart, whatever rounding says.
        Matrix line(4, 3);
        for (std::size_t i = 0; i < 4; ++i)
            for (std::size_t k = 0; k < 3; ++k) line(i, k) = 0.1F * static_cast<float>((i + 1) * (k + 3));
        QCOMPARE(cosine_silhouette(line, labels, job).value(), 0.0);
    }
    // What took a square of their number: 2 million test cells of an atlas.
    void many_points() {
        constexpr std::size_t points = 200'000;
        Matrix x(points, 8);
        std::vector<std::int32_t> labels(points);
        Random random(5);
        for (std::size_t i = 0; i < points; ++i) {
            labels[i] = static_cast<std::int32_t>(i % 3);
            for (std::size_t k = 0; k < 8; ++k)
                x(i, k) = static_cast<float>(random.normal()) + (k == i % 3 ? 4.0F : 0.0F);
        }
        Job job;
        const double all = cosine_silhouette(x, labels, job).value();
        x.rows = points / 40;
        x.values.resize(x.rows * x.cols);
        labels.resize(x.rows);
        QVERIFY(std::abs(cosine_silhouette(x, labels, job).value() - all) < 0.02);
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(cosine_silhouette(x, labels, job), Cancelled);
    }
    void unlabelled_points_do_not_matter() {
        Matrix x = to_matrix(m_expected["x"]);
        auto labels = to_labels(m_expected["y"]);
        x.rows += 1;
        x.values.resize(x.rows * x.cols, std::numeric_limits<float>::quiet_NaN());
        labels.push_back(-1);
        Job job;
        REGULUS_CLOSE(cosine_silhouette(x, labels, job).value(), m_expected["cosine"].toDouble(), 1e-9);
        labels.back() = 1;
        QVERIFY_EXCEPTION_THROWN(cosine_silhouette(x, labels, job), Error);
    }
    void trustworthiness_needs_enough_points() {
        Job job;
        QVERIFY(!trustworthiness(Matrix(30, 3), Matrix(30, 2), 15, job));
        QVERIFY(!trustworthiness(Matrix(0, 3), Matrix(0, 2), 15, job));
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(trustworthiness(Matrix(31, 3), Matrix(31, 2), 15, job), Cancelled);
    }
};

QTEST_GUILESS_MAIN(SilhouetteTest)
#include "tst_silhouette.moc"
