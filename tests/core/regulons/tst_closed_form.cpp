// The reader against the same formulas in numpy, dense and term by term.
#include "core/regulons/closed_form.h"

#include <QTest>

#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "tests/core/regulons/made_network.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

const char* const formulas = R"PY(
import json, numpy as np
r = np.random.RandomState(2)
cells, genes, heads, dims, own, slope, ridge = 90, 70, 4, 5, 0.5, 0.4, 2.0
program = r.normal(size=(cells, 6)); load = r.normal(size=(6, genes)) * (r.uniform(size=(6, genes)) < 0.3)
x = np.log1p(r.poisson(np.exp(program @ load * 0.6 - 0.5))).astype("f4").astype("f8")
x[:, 69] = 0                                            # a gene that no cell has
train = np.sort(r.choice(cells, 60, replace=False))
tfs = list(range(8)); edges = []
for t in tfs:
    for g in r.choice([g for g in range(genes) if g != t], 4 + 3 * t, replace=False): edges.append((t, int(g), float(r.choice([-1, 1, 1]))))
edges = [e for e in edges if sum(f[0] == e[0] for f in edges) >= 5]; tfs = sorted({e[0] for e in edges})
m, s = x[train].mean(0), x[train].std(0)
z = np.clip(np.where(s > 1e-6, (x - m) / np.where(s > 1e-6, s, 1), 0), -10, 10)
token = sorted({e[1] for e in edges} | set(tfs))
c = np.cov(z[train].T); pcs = np.linalg.eigh(c[np.ix_(token, token)])[1][:, ::-1][:, :dims]
score = (z[:, token] - z[train][:, token].mean(0)) @ pcs
T = len(tfs); p = np.zeros((cells, T, heads)); a = np.zeros_like(p)
for i, t in enumerate(tfs):
    targets = [e[1] for e in edges if e[0] == t]; sign = np.array([e[2] for e in edges if e[0] == t])
    w = np.column_stack([sign / np.sqrt(len(sign)), np.linalg.eigh(c[np.ix_(targets, targets)])[1][:, ::-1][:, :heads - 1]])
    w *= np.where(sign @ w < 0, -1, 1)
    raw = z[:, targets] @ w
    a[:, i] = np.clip((raw - raw[train].mean(0)) / (raw[train].std(0, ddof=1) + 1e-3), -5, 5) + own * np.clip(z[:, [t]], -3, 3)
e = np.exp(slope * a); p = e / e.sum(1, keepdims=True)
f = (T * p).reshape(cells, -1); fm = f[train].mean(0); g = f[train] - fm; y = score[train]
V = np.linalg.solve(g.T @ g + ridge * slope**2 * len(train) * np.eye(g.shape[1]), g.T @ (y - y.mean(0)))
E = (f - fm) @ V + y.mean(0)
def direction(rho):
    k = E + rho * (score - E); return np.sqrt(dims) * k / np.linalg.norm(k, axis=1, keepdims=True)
cosine = lambda k: (k @ k.T / dims).tolist()
print(json.dumps(dict(x=x.tolist(), train=train.tolist(), edges=[["g%d" % t, "g%d" % g, w] for t, g, w in edges], tfs=["g%d" % t for t in tfs],
  evidence=a.mean(2).tolist(), attention=p.mean(2).tolist(), second=p[:, :, 1].tolist(), regulons=cosine(direction(0)), half=cosine(direction(0.5)), bypass=cosine(direction(1)))))
)PY";

std::vector<std::string> gene_names(std::size_t count) {
    std::vector<std::string> names;
    for (std::size_t g = 0; g < count; ++g) names.push_back("g" + std::to_string(g));
    return names;
}

}  // namespace

class ClosedFormTest : public QObject {
    Q_OBJECT
    QJsonObject m_expected;
    Matrix m_x;
    RegulonSet m_set;
    CellSet m_train;
    ReaderOptions m_options;

    Reading read(const RegulonReader& reader, const ReadingOptions& options) const {
        std::vector<std::uint32_t> rows(m_x.rows);
        std::iota(rows.begin(), rows.end(), 0U);
        Reading whole;
        Job job;
        read_regulons(reader, InMemoryMatrix(to_sparse(m_x)), rows, options, job,
                      [&](std::size_t first, const Reading& part) {
                          QCOMPARE(first, std::size_t{0});
                          whole = part;
                      });
        return whole;
    }
    RegulonReader made() const {
        Job job;
        return closed_form_reader(InMemoryMatrix(to_sparse(m_x)), m_set, m_train, m_options, job);
    }
    void compare(const Matrix& actual, const char* name, double tolerance) {
        const Matrix expected = to_matrix(m_expected[name]);
        QCOMPARE(actual.rows, expected.rows);
        QCOMPARE(actual.cols, expected.cols);
        for (std::size_t i = 0; i < actual.values.size(); ++i)
            REGULUS_CLOSE(actual.values[i], expected.values[i], tolerance);
    }
    static Matrix cosines(const Matrix& embedding) {
        Matrix result(embedding.rows, embedding.rows);
        for (std::size_t i = 0; i < embedding.rows; ++i) {
            for (std::size_t j = 0; j < embedding.rows; ++j) {
                const auto a = embedding.row(i), b = embedding.row(j);
                result(i, j) = std::inner_product(a.begin(), a.end(), b.begin(), 0.0F) /
                               static_cast<float>(embedding.cols);
            }
        }
        return result;
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("numpy");
        m_expected = python_object(formulas);
        QVERIFY(!m_expected.isEmpty());
        m_x = to_matrix(m_expected["x"]);
        std::vector<MadeEdge> edges;
        for (const auto& edge : m_expected["edges"].toArray())
            edges.push_back({edge[0].toString().toStdString(), edge[1].toString().toStdString(),
                             static_cast<float>(edge[2].toDouble())});
        m_set = regulon_set(made_network(edges), gene_names(m_x.cols), {5, false, true});
        m_train = CellSet(m_x.rows);
        for (const std::int32_t row : to_labels(m_expected["train"]))
            m_train.insert(static_cast<std::size_t>(row));
        m_options.dimensions = 5;
        m_options.slope = 0.4;
        m_options.ridge = 2;
        m_options.component_genes = 0;
    }

    void the_formulas() {
        const RegulonReader reader = made();
        std::vector<std::string> tfs;
        for (const auto& tf : m_expected["tfs"].toArray()) tfs.push_back(tf.toString().toStdString());
        // In the order of the network, which is that of their first edges.
        QCOMPARE(reader.regulons.tfs, tfs);
        const Reading reading = read(reader, {});
        compare(reading.evidence, "evidence", 1e-3);
        compare(reading.attention, "attention", 1e-4);
        compare(cosines(reading.embedding), "regulons", 2e-3);
        compare(read(reader, {0, 1}).attention, "second", 1e-4);
        compare(cosines(read(reader, {0.5}).embedding), "half", 2e-3);
        compare(cosines(read(reader, {1}).embedding), "bypass", 2e-3);
        for (std::size_t c = 0; c < m_x.rows; ++c) {
            const auto row = reading.attention.row(c);
            REGULUS_CLOSE(std::accumulate(row.begin(), row.end(), 0.0), 1.0, 1e-5);
        }
    }

    // V and the constant are those that minimise Σ |PCA(z) − Ê|² + λ |V|² over the cells: finite differences
    // of it, in double precision, are nothing beside those at V = 0.
    void its_values_are_where_the_gradient_vanishes() {
        const RegulonReader reader = made();
        const std::vector<std::uint32_t> rows = m_train.rows();
        const std::size_t places = reader.tfs() * reader.heads, d = reader.dimensions;
        std::vector<std::vector<double>> attention(rows.size(), std::vector<double>(places)),
            components(rows.size(), std::vector<double>(d, 0));
        for (std::size_t h = 0; h < reader.heads; ++h) {
            const Matrix p = read(reader, {0, static_cast<int>(h)}).attention;
            for (std::size_t i = 0; i < rows.size(); ++i) {
                for (std::size_t t = 0; t < reader.tfs(); ++t)
                    attention[i][t * reader.heads + h] = static_cast<double>(reader.tfs()) * p(rows[i], t);
            }
        }
        for (std::size_t i = 0; i < rows.size(); ++i) {
            for (std::size_t g = 0; g < reader.genes.size(); ++g) {
                const float x = m_x(rows[i], static_cast<std::size_t>(reader.genes[g]));
                const float z = std::clamp((x - reader.mean[g]) * reader.scale[g], -reader.clip, reader.clip);
                for (std::size_t k = 0; k < d; ++k)
                    components[i][k] += static_cast<double>(z - reader.center[g]) * reader.loadings(g, k);
            }
        }
        const double penalty =
            m_options.ridge * m_options.slope * m_options.slope * static_cast<double>(rows.size());
        const auto loss = [&](const std::vector<double>& v) {  // values, then the constant
            double sum = 0;
            for (std::size_t i = 0; i < places * d; ++i) sum += penalty * v[i] * v[i];
            for (std::size_t i = 0; i < rows.size(); ++i) {
                for (std::size_t k = 0; k < d; ++k) {
                    double off = components[i][k] - v[places * d + k];
                    for (std::size_t at = 0; at < places; ++at) off -= attention[i][at] * v[at * d + k];
                    sum += off * off;
                }
            }
            return sum;
        };
        const auto slope = [&](std::vector<double> v, std::size_t i) {
            const double step = 1e-3, at = v[i];
            v[i] = at + step;
            const double above = loss(v);
            v[i] = at - step;
            return (above - loss(v)) / (2 * step);
        };
        std::vector<double> fitted(reader.values.begin(), reader.values.end());
        fitted.insert(fitted.end(), reader.constant.begin(), reader.constant.end());
        std::vector<double> nothing(fitted.size(), 0);
        for (std::size_t k = 0; k < d; ++k) nothing[places * d + k] = fitted[places * d + k];
        double steepest = 0, left = 0;
        for (std::size_t i = 0; i < fitted.size(); ++i) {
            steepest = std::max(steepest, std::abs(slope(nothing, i)));
            left = std::max(left, std::abs(slope(fitted, i)));
        }
        QVERIFY2(left < 1e-4 * steepest, qPrintable(QStringLiteral("%1 of %2").arg(left).arg(steepest)));
    }

    void same_bytes_for_any_threads() {
        const int threads = thread_count();
        set_thread_count(1);
        const Reading one = read(made(), {0.5});
        set_thread_count(4);
        const Reading four = read(made(), {0.5});
        set_thread_count(threads);
        QCOMPARE(one.attention.values, four.attention.values);
        QCOMPARE(one.embedding.values, four.embedding.values);
    }

    // Cells that it is not made from change nothing.
    void only_its_cells() {
        const Reading before = read(made(), {});
        const Matrix kept = m_x;
        std::size_t other = 0;
        while (m_train.contains(other)) ++other;
        for (float& value : m_x.row(other)) value += 1;
        const Reading after = read(made(), {});
        for (std::size_t c = 0; c < m_x.rows; ++c) {
            for (std::size_t t = 0; t < before.attention.cols; ++t)
                QVERIFY((before.attention(c, t) == after.attention(c, t)) == (c != other));
        }
        m_x = kept;
    }

    void what_has_no_room_is_refused_first() {
        set_memory_ceiling(10'000);
        try {
            (void)made();
            set_memory_ceiling(0);
            QFAIL("nothing was thrown");
        } catch (const Error& error) {
            set_memory_ceiling(0);
            QVERIFY(error.kind() == ErrorKind::Memory);
        }
        QVERIFY(made().tfs() > 0);
    }

    void a_cancel_is_heard_and_one_cell_is_not_enough() {
        Job cancelled;
        cancelled.cancel();
        QVERIFY_EXCEPTION_THROWN(
            closed_form_reader(InMemoryMatrix(to_sparse(m_x)), m_set, m_train, m_options, cancelled),
            Cancelled);
        CellSet one(m_x.rows);
        one.insert(4);
        Job job;
        QVERIFY_EXCEPTION_THROWN(
            closed_form_reader(InMemoryMatrix(to_sparse(m_x)), m_set, one, m_options, job), Error);
    }
};

QTEST_APPLESS_MAIN(ClosedFormTest)
#include "tst_closed_form.moc"
