#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <cstring>
#include <numeric>

#include "core/base/parallel.h"
#include "core/evaluate/baselines.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// log1p(CP10k) of the 2,000 genes of PBMC3k that vary most, as floats, and the labels.
const QString export_script = QStringLiteral(R"(
import sys, json, numpy as np, anndata
a = anndata.read_h5ad(sys.argv[1])
x = np.asarray(a.X.todense(), dtype=np.float64)
x = np.log1p(1e4 * x / x.sum(1, keepdims=True))
top = np.sort(np.argsort(-x.var(0), kind="stable")[:2000])
x[:, top].astype("<f4").tofile(sys.argv[2] + "/x.f32")
print(json.dumps(dict(labels=a.obs["cell_type"].cat.codes.tolist(), rows=x.shape[0])))
)");

// The same pipeline by scikit-learn, on the cells it is told to fit, learn from and test on.
const QString pipeline_script = QStringLiteral(R"(
import sys, json, numpy as np
from sklearn.preprocessing import StandardScaler
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, accuracy_score, silhouette_score
folder = sys.argv[1]
x = np.fromfile(folder + "/x.f32", "<f4").reshape(-1, 2000).astype(float)
y = np.fromfile(folder + "/labels.i32", "<i4")
part = np.fromfile(folder + "/part.i32", "<i4")
fit, learn, test = part != 2, part == 1, part == 2
z = np.clip(StandardScaler().fit(x[fit]).transform(x), -10, 10)
s = PCA(30, svd_solver="arpack", random_state=0).fit(z[fit]).transform(z)
m = LogisticRegression(class_weight="balanced", max_iter=5000, tol=1e-6).fit(s[learn], y[learn])
p = m.predict(s)
d = s / np.linalg.norm(s, axis=1, keepdims=True) * np.sqrt(30)
q = LogisticRegression(class_weight="balanced", max_iter=5000, tol=1e-6).fit(d[learn], y[learn]).predict(d)
print(json.dumps(dict(accuracy=accuracy_score(y[test], p[test]), direction_accuracy=accuracy_score(y[test], q[test]),
    direction_f1=f1_score(y[test], q[test], average="macro"),
    f1=f1_score(y[test], p[test], average="macro"),
    silhouette=silhouette_score(s[test], y[test], metric="cosine"), predicted=p.tolist())))
)");

template <class T>
void write(const QString& path, const std::vector<T>& values) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(reinterpret_cast<const char*>(values.data()), static_cast<qint64>(values.size() * sizeof(T)));
}

}  // namespace

class BaselinesTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::vector<std::int32_t> m_labels;
    std::unique_ptr<InMemoryMatrix> m_expression;
    std::vector<std::uint32_t> m_genes;
  private Q_SLOTS:
    void initTestCase() {
        const QString path = data_file("pbmc3k/pbmc3k_seurat.h5ad");
        REGULUS_NEED_DATA(path);
        REGULUS_NEED_PYTHON("anndata", "sklearn");
        const auto exported = python_object(export_script, {path, m_folder.path()});
        QVERIFY(!exported.isEmpty());
        m_labels = to_labels(exported["labels"]);
        QFile file(m_folder.filePath("x.f32"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        Matrix x(m_labels.size(), 2000);
        QCOMPARE(static_cast<std::size_t>(bytes.size()), x.values.size() * sizeof(float));
        std::memcpy(x.values.data(), bytes.data(), x.values.size() * sizeof(float));
        m_expression = std::make_unique<InMemoryMatrix>(to_sparse(x));
        m_genes.resize(2000);
        std::iota(m_genes.begin(), m_genes.end(), 0U);
    }
    void agrees_with_sklearn_data() {
        QTest::addColumn<double>("fraction");
        QTest::addColumn<double>("slack");
        QTest::newRow("all labels") << 1.0 << 0.004;
        QTest::newRow("5 % of the labels") << 0.05 << 0.004;
    }
    void agrees_with_sklearn() {
        QFETCH(double, fraction);
        QFETCH(double, slack);
        const Split split = make_split(m_labels, 9, {}, {.label_fraction = fraction, .seed = 3});
        std::vector<std::int32_t> part(m_labels.size(), 0);
        for (const auto row : (split.train | split.validation).rows()) part[row] = 1;
        for (const auto row : split.test.rows()) part[row] = 2;
        write(m_folder.filePath("labels.i32"), m_labels);
        write(m_folder.filePath("part.i32"), part);
        const auto expected = python_object(pipeline_script, {m_folder.path()});
        QVERIFY(!expected.isEmpty());
        Job job;
        const Baselines both = pca_logistic(*m_expression, m_genes, m_labels, 9, split, job);
        const Baseline& found = both.components;
        qInfo("accuracy %.4f (%.4f), macro-F1 %.4f (%.4f), silhouette %.4f (%.4f)", found.scores.accuracy,
              expected["accuracy"].toDouble(), found.scores.macro_f1, expected["f1"].toDouble(),
              found.scores.silhouette, expected["silhouette"].toDouble());
        REGULUS_CLOSE(found.scores.accuracy, expected["accuracy"].toDouble(), slack);
        REGULUS_CLOSE(found.scores.macro_f1, expected["f1"].toDouble(), slack);
        REGULUS_CLOSE(found.scores.silhouette, expected["silhouette"].toDouble(), 0.002);
        const auto predicted = to_labels(expected["predicted"]);
        std::size_t same = 0;
        for (std::size_t i = 0; i < predicted.size(); ++i) same += predicted[i] == found.predicted[i] ? 1 : 0;
        QVERIFY(static_cast<double>(same) >= 0.995 * static_cast<double>(predicted.size()));
        // Their direction: the same at length √30, with a regression of its own.
        const Baseline& direction = both.direction;
        for (std::size_t c = 0; c < direction.components.rows; c += 97) {
            const auto plain = found.components.row(c), turned = direction.components.row(c);
            double squares = 0, product = 0, length = 0;
            for (std::size_t d = 0; d < plain.size(); ++d) {
                squares += turned[d] * turned[d];
                product += plain[d] * turned[d];
                length += plain[d] * plain[d];
            }
            REGULUS_CLOSE(squares, 30.0, 1e-3);
            REGULUS_CLOSE(product, std::sqrt(squares * length), 1e-3 * product);
        }
        REGULUS_CLOSE(direction.scores.accuracy, expected["direction_accuracy"].toDouble(), slack);
        REGULUS_CLOSE(direction.scores.macro_f1, expected["direction_f1"].toDouble(), slack);
    }
    void test_cells_have_no_say() {
        const Split split = make_split(m_labels, 9, {}, {.seed = 1});
        auto other = m_labels;
        for (const auto row : split.test.rows()) other[row] = (other[row] + 1) % 9;
        Job job;
        set_thread_count(1);
        const Baseline a = pca_logistic(*m_expression, m_genes, m_labels, 9, split, job).components;
        set_thread_count(2);
        const Baseline b = pca_logistic(*m_expression, m_genes, other, 9, split, job).components;
        set_thread_count(0);
        QVERIFY(a.components.values == b.components.values);
        QVERIFY(a.predicted == b.predicted);
        QVERIFY(b.scores.accuracy < 0.2);
    }
    void unlabelled_test_cells_are_not_scored() {
        const std::vector<std::int32_t> labels{0, 1, -1, 1}, predicted{0, 0, 0, 1};
        Matrix embedding(4, 1);
        embedding.values = {-1, 1, -1, 1};
        const Scores s = score(labels, predicted, embedding, 2, CellSet::all(4));
        REGULUS_CLOSE(s.accuracy, 2.0 / 3, 1e-12);
        QVERIFY(s.silhouette > 0.6);
        QVERIFY(std::isnan(score(labels, predicted, embedding, 2, CellSet(4)).accuracy));
    }
};

QTEST_GUILESS_MAIN(BaselinesTest)
#include "tst_baselines.moc"
