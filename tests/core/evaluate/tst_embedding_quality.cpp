#include <QTest>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/evaluate/embedding_quality.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

class EmbeddingQualityTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void purity_agrees_with_sklearn() {
        REGULUS_NEED_PYTHON("sklearn");
        const auto expected = python_object(QStringLiteral(R"(
import json, numpy as np
from sklearn.neighbors import NearestNeighbors
r = np.random.RandomState(0)
y = r.choice(4, 400, p=[.6, .3, .08, .02])
x = (r.normal(size=(400, 5)) + 1.5 * r.normal(size=(4, 5))[y]).astype(np.float32)
y[::17] = -1
known = y >= 0
near = NearestNeighbors(n_neighbors=10, metric="cosine").fit(x[known].astype(float)).kneighbors()[1]
same = (y[known][near] == y[known][:, None]).mean(1)
print(json.dumps(dict(x=x.tolist(), y=y.tolist(), mean=same.mean(),
                      by_class=np.mean([same[y[known] == c].mean() for c in range(4)]))))
)"));
        QVERIFY(!expected.isEmpty());
        Matrix x = to_matrix(expected["x"]);
        x(17, 0) = std::numeric_limits<float>::quiet_NaN();  // has no label
        const auto labels = to_labels(expected["y"]);
        Job job;
        const auto purity = knn_purity(x, labels, 10, Metric::Cosine, job);
        REGULUS_CLOSE(purity->mean, expected["mean"].toDouble(), 1e-3);
        REGULUS_CLOSE(purity->class_mean, expected["by_class"].toDouble(), 1e-3);
        x(1, 0) = std::numeric_limits<float>::quiet_NaN();
        QVERIFY_EXCEPTION_THROWN(knn_purity(x, labels, 10, Metric::Cosine, job), Error);
    }
    void too_few_cells() {
        Job job;
        QVERIFY(!knn_purity(Matrix(3, 2), std::vector<std::int32_t>{-1, 2, -1}, 5, Metric::Euclidean, job));
        const auto pair =
            knn_purity(Matrix(2, 2), std::vector<std::int32_t>{2, 2}, 5, Metric::Euclidean, job);
        QCOMPARE(pair->mean, 1.0);
    }
};

QTEST_GUILESS_MAIN(EmbeddingQualityTest)
#include "tst_embedding_quality.moc"
