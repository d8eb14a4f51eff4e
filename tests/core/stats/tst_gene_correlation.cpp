// Pearson's r of one gene with all is that of numpy, over all cells or some, however the cells come in
// blocks.
#include <QTest>
#include <cmath>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/stats/gene_correlation.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// Blocks of a few cells, as of a matrix on disk.
class SmallBlocks final : public MatrixSource {
  public:
    explicit SmallBlocks(CsrMatrix matrix) : m_inner(std::move(matrix)) {}
    std::size_t cells() const override { return m_inner.cells(); }
    std::size_t genes() const override { return m_inner.genes(); }
    CsrMatrix block(std::size_t begin, std::size_t end) const override { return m_inner.block(begin, end); }
    std::size_t preferred_block() const override { return 37; }

  private:
    InMemoryMatrix m_inner;
};

}  // namespace

class GeneCorrelationTest : public QObject {
    Q_OBJECT
    Job m_job;

  private Q_SLOTS:
    // Sparse counts, one gene in a single cell, one in none, one the same everywhere, one large and hardly
    // varying; a fifth of the cells left out in the second round.
    void as_numpy() {
        REGULUS_NEED_PYTHON("numpy");
        const auto expected = python_object(QStringLiteral(R"(
import json, numpy as np, warnings
warnings.simplefilter("ignore")
r = np.random.RandomState(2)
x = r.poisson(r.gamma(.5, 1, 40), (400, 40)).astype(np.float32)
x[:, 1] = 0; x[3, 1] = 2; x[:, 2] = 0; x[:, 3] = 1.7; x[:, 4] = 1000 + r.randn(400) * .1; x[:, 5] = -x[:, 6]
x = np.round(x, 3).astype(np.float32)
some = np.arange(400) % 5 != 0
rows = lambda m: [None if not np.isfinite(v) else float(v) for v in np.corrcoef(x[m].astype("f8").T)[6]]
out = dict(x=x.tolist(), all=rows(slice(None)), some=rows(some), present=[int(v) for v in (x[some] != 0).sum(0)])
out["all"][3] = out["some"][3] = None
print(json.dumps(out)))"));
        QVERIFY(!expected.isEmpty());
        const CsrMatrix matrix = to_sparse(to_matrix(expected["x"]));
        CellSet some(400);
        for (std::size_t c = 0; c < 400; ++c)
            if (c % 5 != 0) some.insert(c);
        const SmallBlocks blocks(matrix);
        const InMemoryMatrix whole(matrix);
        for (const bool all : {true, false}) {
            const CellSet cells = all ? CellSet() : some;
            const GeneCorrelation found = correlate_gene(blocks, 6, cells, m_job);
            QCOMPARE(found.cells, std::size_t(all ? 400 : 320));
            const auto list = expected[all ? "all" : "some"].toArray();
            for (int g = 0; g < 40; ++g) {
                const double own = found.r[std::size_t(g)];
                if (list[g].isNull())
                    QVERIFY2(std::isnan(own), qPrintable(QString("gene %1: %2").arg(g).arg(own)));
                else
                    REGULUS_CLOSE(own, list[g].toDouble(), g == 4 ? 1e-4 : 1e-10);
            }
            REGULUS_CLOSE(found.r[5], -1, 1e-12);
            QCOMPARE(correlate_gene(whole, 6, cells, m_job).r.size(), found.r.size());
            if (!all)
                for (int g = 0; g < 40; ++g)
                    QCOMPARE(int(found.present[std::size_t(g)]), expected["present"].toArray()[g].toInt());
        }
    }

    void cells_that_could_not_be_read_are_left_out() {
        Matrix x(4, 3);
        const float values[4][3] = {{1, 2, 0}, {2, 4, 1}, {3, 6, 5}, {NAN, NAN, NAN}};
        for (std::size_t c = 0; c < 4; ++c)
            for (std::size_t g = 0; g < 3; ++g) x(c, g) = values[c][g];
        const InMemoryMatrix source(to_sparse(x));
        const GeneCorrelation found = correlate_gene(source, 0, {}, m_job);
        QCOMPARE(found.cells, 3U);
        REGULUS_CLOSE(found.r[1], 1, 1e-12);
        x(3, 0) = 1;
        const InMemoryMatrix some(to_sparse(x));
        QVERIFY_EXCEPTION_THROWN(correlate_gene(some, 0, {}, m_job), Error);
    }

    void no_cells() {
        const InMemoryMatrix source(to_sparse(Matrix(3, 2)));
        const GeneCorrelation none = correlate_gene(source, 0, CellSet(3), m_job);
        QCOMPARE(none.cells, 0U);
        QVERIFY(std::isnan(none.r[0]) && std::isnan(none.r[1]));
    }

    void cancelled() {
        Job ended;
        ended.cancel();
        const InMemoryMatrix source(to_sparse(Matrix(3, 2)));
        QVERIFY_EXCEPTION_THROWN(correlate_gene(source, 0, {}, ended), Cancelled);
    }
};

QTEST_APPLESS_MAIN(GeneCorrelationTest)
#include "tst_gene_correlation.moc"
