#include <QTest>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/stats/silhouette.h"
#include "core/stats/trustworthiness.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// Blobs far from the origin, where |a|² + |b|² - 2ab would lose its digits; a label with one point, a row
// of zeros, duplicates.
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
    cosine=silhouette_score(d, y, metric="cosine"), euclidean=silhouette_score(d, y),
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
        REGULUS_CLOSE(silhouette(x, labels, Metric::Cosine, job).value(), m_expected["cosine"].toDouble(),
                      1e-5);
        REGULUS_CLOSE(silhouette(x, labels, Metric::Euclidean, job).value(),
                      m_expected["euclidean"].toDouble(), 1e-5);
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
        const auto one = silhouette(x, labels, Metric::Euclidean, job);
        set_thread_count(3);
        const auto three = silhouette(x, labels, Metric::Euclidean, job);
        set_thread_count(0);
        QCOMPARE(one.value(), three.value());
    }
    void one_label_has_no_silhouette() {
        Job job;
        QVERIFY(!silhouette(Matrix(5, 2), std::vector<std::int32_t>(5, 3), Metric::Cosine, job));
        QVERIFY(!silhouette(Matrix(0, 2), {}, Metric::Cosine, job));
        QVERIFY(!silhouette(Matrix(3, 2), std::vector<std::int32_t>{-1, 0, -1}, Metric::Cosine, job));
    }
    void equal_points_and_single_ones_count_nothing() {
        Job job;
        const std::vector<std::int32_t> labels{0, 0, 1, 1};
        QCOMPARE(silhouette(Matrix(4, 3), labels, Metric::Euclidean, job).value(), 0.0);
        const std::vector<std::int32_t> alone{0, 1, 2, 3};
        QCOMPARE(silhouette(Matrix(4, 3), alone, Metric::Euclidean, job).value(), 0.0);
    }
    void unlabelled_points_do_not_matter() {
        Matrix x = to_matrix(m_expected["x"]);
        auto labels = to_labels(m_expected["y"]);
        x.rows += 1;
        x.values.resize(x.rows * x.cols, std::numeric_limits<float>::quiet_NaN());
        labels.push_back(-1);
        Job job;
        REGULUS_CLOSE(silhouette(x, labels, Metric::Cosine, job).value(), m_expected["cosine"].toDouble(),
                      1e-5);
        labels.back() = 1;
        QVERIFY_EXCEPTION_THROWN(silhouette(x, labels, Metric::Cosine, job), Error);
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
