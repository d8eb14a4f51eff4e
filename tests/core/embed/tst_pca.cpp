#include <QTest>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/embed/pca.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// Sparse, low rank and noisy, with a column far from 0, a constant one and one to be clipped.
const QString script = QStringLiteral(R"(
import json, sys, numpy as np
from sklearn.decomposition import PCA
columns = int(sys.argv[1])
r = np.random.RandomState(0)
x = np.maximum(r.normal(size=(600, 5)) @ r.normal(size=(5, columns)) + r.normal(size=(600, columns)), 0)
x[:, 3] = 7
x[:, 4] += 1000
x[:, 6] = 0
x[5, 6] = 50
x = x.astype(np.float32).astype(float)
fit = np.arange(600) % 3 > 0
mean, sd = x[fit].mean(0), x[fit].std(0)
sd[3] = 1
z = np.clip((x - mean) / sd, -10, 10)
p = PCA(6, svd_solver="full").fit(z[fit])
c = p.components_
s = np.sign(c[np.arange(6), np.abs(c).argmax(1)])
print(json.dumps(dict(x=x.tolist(), scores=(p.transform(z) * s).tolist(), components=(c.T * s).tolist(),
    variances=p.explained_variance_.tolist(), singular=p.singular_values_.tolist(),
    ratio=p.explained_variance_ratio_.tolist())))
)");

Matrix noise(std::size_t rows, std::size_t columns) {
    Random random(2);
    Matrix m(rows, columns);
    for (float& v : m.values) v = static_cast<float>(random.normal());
    return m;
}

}  // namespace

class PcaTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void agrees_with_sklearn_data() {
        QTest::addColumn<int>("columns");
        QTest::newRow("dense solver") << 40;
        QTest::newRow("Lanczos") << 350;
    }
    void agrees_with_sklearn() {
        QFETCH(int, columns);
        REGULUS_NEED_PYTHON("sklearn");
        const auto expected = python_object(script, {QString::number(columns)});
        QVERIFY(!expected.isEmpty());
        const Matrix x = to_matrix(expected["x"]);
        // The source has the columns in another order, with one that is not asked for in front.
        Matrix wide(x.rows, x.cols + 1);
        std::vector<std::uint32_t> places;
        for (std::size_t c = 0; c < x.cols; ++c) {
            places.push_back(static_cast<std::uint32_t>(x.cols - c));
            for (std::size_t r = 0; r < x.rows; ++r) wide(r, x.cols - c) = x(r, c);
        }
        const InMemoryMatrix source(to_sparse(wide));
        CellSet rows(x.rows);
        for (std::size_t r = 0; r < x.rows; ++r) {
            if (r % 3 > 0) rows.insert(r);
        }
        Job job;
        const Pca pca = fit_pca(source, places, rows, {.components = 6}, job);
        const auto variances = to_doubles(expected["variances"]), singular = to_doubles(expected["singular"]),
                   ratio = to_doubles(expected["ratio"]);
        for (std::size_t j = 0; j < 6; ++j) {
            REGULUS_CLOSE(pca.variances[j], variances[j], 1e-4 * variances[j]);
            REGULUS_CLOSE(pca.singular_values[j], singular[j], 1e-4 * singular[j]);
            REGULUS_CLOSE(pca.variances[j] / pca.total_variance, ratio[j], 1e-5);
        }
        const Matrix components = to_matrix(expected["components"]), wanted = to_matrix(expected["scores"]);
        // The first five are signal; the sixth is noise, where vectors may mix.
        const Matrix scores = pca_scores(pca, source, job);
        for (std::size_t j = 0; j < 5; ++j) {
            for (std::size_t c = 0; c < x.cols; ++c) {
                REGULUS_CLOSE(pca.components(c, j), components(c, j), 1e-3);
            }
            for (std::size_t r = 0; r < x.rows; ++r) REGULUS_CLOSE(scores(r, j), wanted(r, j), 5e-3);
        }
        const std::vector<std::uint32_t> some{7, 0, 1, 599};
        const Matrix part = pca_scores(pca, source, some, job);
        for (std::size_t i = 0; i < some.size(); ++i) {
            for (std::size_t j = 0; j < 6; ++j) QCOMPARE(part(i, j), scores(some[i], j));
        }
    }
    void same_bytes_for_any_thread_count() {
        const Matrix x = noise(1500, 320);
        Job job;
        set_thread_count(1);
        const Pca one = fit_pca(x, {.components = 20}, job);
        const Matrix first = pca_scores(one, x, job);
        set_thread_count(3);
        const Pca three = fit_pca(x, {.components = 20}, job);
        const Matrix second = pca_scores(three, x, job);
        set_thread_count(0);
        QVERIFY(one.components.values == three.components.values);
        QVERIFY(first.values == second.values);
    }
    void small_inputs() {
        Job job;
        const Pca two = fit_pca(noise(2, 5), {}, job);
        QCOMPARE(two.components.cols, 1U);
        const Pca constant = fit_pca(Matrix(10, 3), {}, job);
        for (const float v : pca_scores(constant, Matrix(10, 3), job).values) QCOMPARE(v, 0.0F);
        QVERIFY_EXCEPTION_THROWN(fit_pca(noise(1, 5), {}, job), Error);
        QVERIFY_EXCEPTION_THROWN(fit_pca(Matrix(5, 0), {}, job), Error);
        Matrix broken = noise(20, 4);
        broken(3, 2) = std::numeric_limits<float>::quiet_NaN();
        QVERIFY_EXCEPTION_THROWN(fit_pca(broken, {}, job), Error);
        broken(3, 2) = std::numeric_limits<float>::infinity();
        QVERIFY_EXCEPTION_THROWN(fit_pca(broken, {}, job), Error);
    }
    void can_be_cancelled() {
        Job job;
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(fit_pca(noise(100, 5), {}, job), Cancelled);
    }
};

QTEST_GUILESS_MAIN(PcaTest)
#include "tst_pca.moc"
