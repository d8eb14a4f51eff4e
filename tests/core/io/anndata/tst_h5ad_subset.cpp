// Some cells and genes of a file, compared with what anndata itself makes of them.
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/io/anndata/h5ad_subset.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

const char* const make_files = R"PY(
import sys, warnings
warnings.simplefilter("ignore")
import anndata, numpy as np, pandas as pd, scipy.sparse as sp
out = sys.argv[1] + "/"; rng = np.random.default_rng(5); n, g = 60, 30
def make(x):
    a = anndata.AnnData(x, dtype=x.dtype)
    a.obs_names = ["cell%d" % i for i in range(n)]; a.var_names = ["Gene%d" % i for i in range(g)]
    a.obs["type"] = pd.Categorical(["abcde"[i % 5] if i < 50 else "rare" for i in range(n)], categories=list("edcba") + ["rare", "none"], ordered=True)
    a.obs["clusters"] = pd.Categorical(rng.integers(0, 9, n))
    a.obs["small"] = rng.integers(0, 200, n).astype("u1"); a.obs["large"] = (2**60 + np.arange(n)).astype("i8")
    a.obs["single"] = rng.normal(size=n).astype("f4"); a.obs["truth"] = rng.integers(0, 2, n).astype(bool)
    a.obs["masked"] = pd.array([None if i % 7 == 0 else i for i in range(n)], dtype="Int16")
    a.obs["maybe"] = pd.array([None if i % 5 == 0 else i % 2 == 0 for i in range(n)], dtype="boolean")
    a.obs["text"] = ["täxt %d" % i for i in range(n)]; a.obs["a/b"] = np.arange(n)
    a.var["symbol"] = ["S%d" % i for i in range(g)]; a.var["biotype"] = pd.Categorical(["coding" if i else "other" for i in range(g)])
    a.layers["wide"] = sp.csr_matrix(rng.integers(0, 9, (n, g)) * 2**40).astype("i8")
    a.layers["columns"] = sp.csc_matrix(rng.poisson(0.5, (n, g)).astype("f8")); a.layers["dense"] = rng.normal(size=(n, g))
    a.layers["bytes"] = rng.integers(0, 200, (n, g)).astype("u1")
    a.obsm["X_umap"] = rng.normal(size=(n, 2)); a.obsm["half"] = rng.normal(size=(n, 3)).astype("f2")
    a.obsm["frame"] = pd.DataFrame({"p": rng.normal(size=n), "q": pd.Categorical(rng.choice(list("xy"), n)), "r": ["t%d" % i for i in range(n)]}, index=a.obs_names)
    a.obsm["sparse"] = sp.csr_matrix(rng.poisson(1, (n, 4)).astype("f8")); a.obsm["cube"] = rng.normal(size=(n, 2, 3))
    a.varm["PCs"] = rng.normal(size=(g, 5)); a.varm["frame"] = pd.DataFrame({"v": np.arange(g)}, index=a.var_names)
    a.obsp["graph"] = sp.csr_matrix(rng.poisson(0.3, (n, n)).astype("f8")); a.obsp["dense"] = rng.normal(size=(n, n)).astype("f4")
    a.varp["pairs"] = sp.csc_matrix(rng.poisson(0.5, (g, g)).astype("i4"))
    a.uns["type_colors"] = ["#%02x0000" % (30 * i) for i in range(7)]; a.uns["other"] = {"list": np.arange(3), "text": "yes", "deep": {"f": 1.5, "table": pd.DataFrame({"k": [1, 2]})}}
    a.uns["sparse"] = sp.csr_matrix(np.eye(3)); a.uns["rec"] = np.array([("a", 1.0), ("b", 2.0)], dtype=[("n", "O"), ("v", "f4")])
    return a
for name, x in {"csr": sp.csr_matrix(rng.poisson(1, (n, g)).astype("f8")), "csc": sp.csc_matrix(rng.poisson(1, (n, g)).astype("i8")), "dense": rng.poisson(1, (n, g)).astype("i4")}.items():
    a = make(x); wide = anndata.AnnData(sp.csr_matrix(rng.poisson(1, (n, g + 5)).astype("f8")), obs=a.obs[[]], var=pd.DataFrame({"k": np.arange(g + 5)}, index=["R%d" % i for i in range(g + 5)]), dtype="f8")
    wide.varm["L"] = rng.normal(size=(g + 5, 2)); a.raw = wide; a.write_h5ad(out + name + ".h5ad", compression="gzip" if name == "csr" else None)
)PY";

// Compares a subset that was written with anndata's; argument 2 is "raw" where genes of raw were kept.
const char* const compare = R"PY(
import sys, warnings
warnings.simplefilter("ignore")
import anndata, h5py, numpy as np, pandas as pd, scipy.sparse as sp
source, target, cells, genes = sys.argv[1], sys.argv[2], np.array(eval(sys.argv[3])), np.array(eval(sys.argv[4]))
a = anndata.read_h5ad(source)[cells][:, genes].copy(); b = anndata.read_h5ad(target)
def same(x, y, where):
    assert type(x) is type(y) or (hasattr(x, "keys") and hasattr(y, "keys")), (where, type(x), type(y))
    if isinstance(x, pd.DataFrame): pd.testing.assert_frame_equal(x, y, check_column_type=False); return
    if sp.issparse(x):
        assert x.dtype == y.dtype and x.shape == y.shape and x.indices.dtype == y.indices.dtype, (where, x.dtype, y.dtype)
        assert (x != y).nnz == 0, where; return
    if isinstance(x, np.ndarray): assert x.dtype == y.dtype and x.shape == y.shape, (where, x.dtype, y.dtype); assert np.array_equal(x, y), where; return
    if hasattr(x, "keys"):
        assert set(x.keys()) == set(y.keys()), (where, list(x.keys()), list(y.keys()))
        for k in x.keys(): same(x[k], y[k], where + "/" + k)
        return
    assert x == y, (where, x, y)
same(a.obs, b.obs, "obs"); same(a.var, b.var, "var"); same(a.X, b.X, "X")
for part in ["layers", "obsm", "varm", "obsp", "varp", "uns"]: same(dict(getattr(a, part)), dict(getattr(b, part)), part)
same(a.raw.X, b.raw.X, "raw"); same(a.raw.var, b.raw.var, "raw/var"); same(dict(a.raw.varm), dict(b.raw.varm), "raw/varm")
)PY";

std::string listed(const std::vector<std::uint32_t>& rows) {
    std::string text = "[";
    for (const std::uint32_t row : rows) text += std::to_string(row) + ",";
    return text + "]";
}

}  // namespace

class H5adSubsetTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString path(const QString& name) const { return m_folder.filePath(name); }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("anndata");
        const auto made = test::run_python(make_files, {m_folder.path()});
        QVERIFY2(made.exit_code == 0, qPrintable(made.output + made.errors));
    }

    void as_anndata_makes_it_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("every_cell");
        QTest::addColumn<int>("every_gene");
        for (const char* file : {"csr", "csc", "dense"}) {
            QTest::addRow("%s, some of both", file) << file << 3 << 4;
            QTest::addRow("%s, some cells", file) << file << 7 << 1;
            QTest::addRow("%s, some genes", file) << file << 1 << 5;
        }
        QTest::newRow("one of both") << "csr" << 100 << 100;
    }
    void as_anndata_makes_it() {
        QFETCH(const QString, file);
        QFETCH(const int, every_cell);
        QFETCH(const int, every_gene);
        KeptParts kept;
        for (std::uint32_t c = 0; c < 60; ++c)
            if (c % static_cast<unsigned>(every_cell) == 0) kept.cells.push_back(c);
        for (std::uint32_t g = 0; g < 30; ++g)
            if (g % static_cast<unsigned>(every_gene) == 0) kept.genes.push_back(g);
        Job job;
        const auto notes =
            write_subset(path(file + ".h5ad").toStdString(), path("some.h5ad").toStdString(), kept, job);
        QVERIFY2(notes.empty(), notes.empty() ? "" : notes.front().c_str());
        const auto compared = test::run_python(
            compare, {path(file + ".h5ad"), path("some.h5ad"), QString::fromStdString(listed(kept.cells)),
                      QString::fromStdString(listed(kept.genes))});
        QVERIFY2(compared.exit_code == 0, qPrintable(compared.output + compared.errors));
    }

    void columns_are_added() {
        KeptParts kept{{1, 5, 9}, {0, 2}, false, {}, {}, {}};
        kept.obs = {{"n_counts", Numeric{{4, 5, 6}, true}}, {"type", Text{{"x", "y", "z"}}}};
        kept.var = {{"n_cells", Numeric{{2, 3}, true}}};
        Job job;
        QVERIFY(
            write_subset(path("csr.h5ad").toStdString(), path("more.h5ad").toStdString(), kept, job).empty());
        const auto read = test::run_python(R"PY(
import sys, anndata
b = anndata.read_h5ad(sys.argv[1])
assert list(b.obs["n_counts"]) == [4, 5, 6] and list(b.obs["type"]) == ["x", "y", "z"] and list(b.var["n_cells"]) == [2, 3]
assert list(b.obs["small"]) == list(anndata.read_h5ad(sys.argv[2]).obs["small"][[1, 5, 9]]) and "type_colors" not in b.uns
)PY",
                                           {path("more.h5ad"), path("csr.h5ad")});
        QVERIFY2(read.exit_code == 0, qPrintable(read.output + read.errors));
    }

    void genes_of_raw() {
        KeptParts kept{{0, 3}, {1, 34}, true, {}, {}, {}};
        Job job;
        QVERIFY(write_subset(path("dense.h5ad").toStdString(), path("raw.h5ad").toStdString(), kept, job)
                    .empty());
        const auto read = test::run_python(R"PY(
import sys, anndata
b = anndata.read_h5ad(sys.argv[1])
assert b.shape == (2, 30) and list(b.raw.var_names) == ["R1", "R34"] and b.raw.X.shape == (2, 2) and b.raw.varm["L"].shape == (2, 2)
)PY",
                                           {path("raw.h5ad")});
        QVERIFY2(read.exit_code == 0, qPrintable(read.output + read.errors));
    }

    // What has no rows that could be chosen is named.
    void what_is_left_out_is_named() {
        const auto made = test::run_python(R"PY(
import sys, shutil, h5py, numpy as np
shutil.copy(sys.argv[1], sys.argv[2])
with h5py.File(sys.argv[2], "r+") as f:
    g = f["obsm"].create_group("awk"); g.attrs["encoding-type"] = "awkward-array"; g.attrs["encoding-version"] = "0.1.0"
    f["obsm"].create_dataset("short", data=np.zeros((3, 2))); f.create_group("mine")
)PY",
                                           {path("csr.h5ad"), path("odd.h5ad")});
        QVERIFY2(made.exit_code == 0, qPrintable(made.output + made.errors));
        KeptParts kept{{1, 5, 9}, {0, 2}, false, {}, {}, {}};
        Job job;
        const auto notes =
            write_subset(path("odd.h5ad").toStdString(), path("out.h5ad").toStdString(), kept, job);
        QString all;
        for (const auto& note : notes) all += QString::fromStdString(note) + "\n";
        for (const char* name : {"obsm/awk", "obsm/short", "mine"})
            QVERIFY2(all.contains(name), qPrintable(all));
        QCOMPARE(notes.size(), 3U);
    }

    void a_cancel_leaves_nothing() {
        Job job;
        job.cancel();
        KeptParts kept{{1}, {0}, false, {}, {}, {}};
        QVERIFY_EXCEPTION_THROWN(
            write_subset(path("csr.h5ad").toStdString(), path("no.h5ad").toStdString(), kept, job),
            Cancelled);
        QVERIFY(!QFile::exists(path("no.h5ad")));
    }
};

QTEST_APPLESS_MAIN(H5adSubsetTest)
#include "tst_h5ad_subset.moc"
