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
kind = pd.Categorical(["x", "y"] * 4 + ["z"] * 4)
obs = pd.DataFrame(dict(donor=list("ababababab") + ["a", "b"], kind=kind), index=["c%d" % i for i in range(12)])
a = anndata.AnnData(sp.csr_matrix(x), obs, pd.DataFrame(index=names), uns=dict(kind_colors=["#000001", "#000002", "#000003"]))
a.raw = a
a.layers["halves"] = sp.csr_matrix(x / 2)
a.obsm["X_pca"] = r.normal(size=(12, 5)).astype(np.float32)
a.obsp["near"] = sp.csr_matrix((r.uniform(size=(12, 12)) > 0.5).astype(np.float32))
a.write_h5ad(sys.argv[1])
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
    // What anndata and numpy make of the same filter.
    void writesTheDataSet() {
        const QStringList filter{"--min-genes", "10", "--max-counts", "3000",
                                 "--max-mt",    "60", "--min-cells",  "3"};
        const Ran whole = run(
            QStringList{"qc", "--data", path("data.h5ad"), "--out", path("whole.h5ad"), "--json"} + filter);
        QVERIFY2(whole.exit_code == 0, whole.all().c_str());
        const Ran kept = run(QStringList{"qc", "--data", path("data.h5ad"), "--out", path("kept.h5ad"),
                                         "--filter", "--variable", "seurat", "--top", "7", "--json"} +
                             filter);
        QVERIFY2(kept.exit_code == 0, kept.all().c_str());
        const auto looked = run_python(R"(
import sys, anndata, numpy as np
data, whole, kept = map(anndata.read_h5ad, sys.argv[1:])
assert (data.X != whole.X).nnz == 0 and list(whole.obs_names) == list(data.obs_names)
assert np.allclose(whole.obs.total_counts, np.asarray(data.X.sum(1)).ravel())
assert np.array_equal(whole.obs.n_genes_by_counts, (data.X > 0).sum(1).A1)
ok = whole.obs.regulus_kept.astype(bool).values
assert ok.sum() == 8 and kept.n_obs == 8 and kept.n_vars == 59
genes = (data.X[ok] > 0).sum(0).A1 >= 3
same = data[ok][:, genes]
assert list(kept.obs_names) == list(same.obs_names) and list(kept.var_names) == list(same.var_names)
assert (kept.X != same.X).nnz == 0
assert np.allclose(kept.obs.total_counts, whole.obs.total_counts[ok])
assert "regulus_kept" not in kept.obs
assert np.array_equal(kept.var.n_cells_by_counts, (same.X > 0).sum(0).A1)
assert kept.var.highly_variable.astype(bool).sum() == 7
assert np.array_equal(kept.layers["halves"].toarray(), same.layers["halves"].toarray())
assert np.allclose(kept.obsm["X_pca"], same.obsm["X_pca"])
assert np.allclose(kept.obsp["near"].toarray(), same.obsp["near"].toarray())
assert list(kept.obs.kind.cat.categories) == ["x", "y"] and list(kept.uns["kind_colors"]) == ["#000001", "#000002"]
assert list(kept.obs.kind.astype(str)) == list(same.obs.kind.astype(str))
assert kept.raw.shape == (8, 60) and np.array_equal(kept.raw.X.toarray(), data.raw.X[ok].toarray())
)",
                                       {path("data.h5ad"), path("whole.h5ad"), path("kept.h5ad")});
        QVERIFY2(looked.exit_code == 0, qPrintable(looked.errors));
        QCOMPARE(run({"qc", "--data", path("data.h5ad"), "--out", path("no.csv"), "--filter"}).exit_code, 2);
        QCOMPARE(run({"qc", "--data", path("data.h5ad"), "--filter"}).exit_code, 2);
        QVERIFY(!QFile::exists(path("no.csv")));
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
