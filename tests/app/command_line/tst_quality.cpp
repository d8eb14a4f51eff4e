#include <QFile>
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

namespace {

// Twelve cells: eight sound ones, one empty, one with few genes, one dying, one with far too many counts.
const char* const make = R"(
import sys, anndata, numpy as np, pandas as pd, scipy.sparse as sp
r = np.random.RandomState(5)
x = r.poisson(3, (12, 60)).astype(np.float32)
x[8] = 0
x[9, 3:] = 0
x[10, :4] = 400
x[11] = x[11] * 50 + 50
x[:, 59] = 0
x[2, 59] = 1
names = ["MT-ND%d" % (i + 1) for i in range(4)] + ["GENE%d" % i for i in range(56)]
obs = pd.DataFrame(dict(donor=list("ababababab") + ["a", "b"]), index=["c%d" % i for i in range(12)])
anndata.AnnData(sp.csr_matrix(x), obs, pd.DataFrame(index=names)).write_h5ad(sys.argv[1])
)";

QList<QByteArrayList> table(const QString& path) {
    QList<QByteArrayList> rows;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return rows;
    while (!file.atEnd()) rows.push_back(file.readLine().trimmed().split(','));
    return rows;
}

}  // namespace

class TestQuality : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("anndata");
        const auto made = run_python(QString::fromUtf8(make), {path("data.h5ad")});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
    }
    void filtersCellsAndGenes() {
        const Ran ran = run({"qc", "--data", path("data.h5ad"), "--out", path("cells.csv"), "--genes-out",
                             path("genes.csv"), "--min-genes", "10", "--max-counts", "3000", "--max-mt", "60",
                             "--min-cells", "3", "--json"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        const auto result = ran.last();
        QCOMPARE(result["cells"].get<int>(), 12);
        QCOMPARE(result["cells_kept"].get<int>(), 8);
        QCOMPARE(result["removed"]["few_genes"].get<int>(), 2);
        QCOMPARE(result["removed"]["many_counts"].get<int>(), 1);
        QCOMPARE(result["removed"]["mitochondrial"].get<int>() >= 1, true);
        QCOMPARE(result["mitochondrial_genes"].get<int>(), 4);
        QCOMPARE(result["genes_kept"].get<int>(), 59);
        const auto cells = table(path("cells.csv"));
        QCOMPARE(cells.size(), 13);
        QCOMPARE(cells[0].first(), QByteArray("cell"));
        QCOMPARE(cells[1].last(), QByteArray("true"));
        QCOMPARE(cells[9].last(), QByteArray("false"));
        QCOMPARE(cells[9][cells[0].indexOf("pct_counts_mt")],
                 QByteArray());  // of no counts there is no share
        const auto genes = table(path("genes.csv"));
        QCOMPARE(genes.size(), 61);
        QCOMPARE(genes[60].last(), QByteArray("false"));
        QCOMPARE(genes[60][genes[0].indexOf("n_cells_by_counts")], QByteArray("1"));
    }
    void findsVariableGenesOfWhatIsKept() {
        for (const char* method : {"seurat", "cell_ranger", "seurat_v3"}) {
            const Ran ran = run({"qc", "--data", path("data.h5ad"), "--genes-out", path("genes.tsv"),
                                 "--min-genes", "10", "--variable", method, "--top", "7", "--json"});
            QVERIFY2(ran.exit_code == 0, ran.all().c_str());
            QVERIFY(ran.last()["variable_genes"].get<int>() >= 7);
        }
        const Ran batches = run({"qc", "--data", path("data.h5ad"), "--min-genes", "10", "--variable",
                                 "seurat", "--top", "7", "--batch", "donor", "--json"});
        QVERIFY2(batches.exit_code == 0, batches.all().c_str());
        QCOMPARE(batches.last()["batches"].get<int>(), 2);
        QCOMPARE(batches.last()["variable_genes"].get<int>(), 7);
    }
    void refusesWhatMakesNoSense() {
        const QString data = path("data.h5ad");
        QCOMPARE(run({"qc", "--data", data, "--min-counts", "1000000"}).exit_code, 4);
        QCOMPARE(run({"qc", "--data", data, "--min-cells", "50"}).exit_code, 4);
        QCOMPARE(run({"qc", "--data", data, "--max-mt", "101"}).exit_code, 2);
        QCOMPARE(run({"qc", "--data", data, "--variable", "best"}).exit_code, 2);
        QCOMPARE(run({"qc", "--data", data, "--assay", "none"}).exit_code, 2);
        QCOMPARE(run({"qc", "--data", data, "--variable", "seurat", "--batch", "none"}).exit_code, 2);
        QCOMPARE(run({"qc", "--data", data, "--out", data}).exit_code, 2);
        QCOMPARE(run({"qc", "--data", path("none.h5ad")}).exit_code, 3);
    }
};

QTEST_GUILESS_MAIN(TestQuality)
#include "tst_quality.moc"
