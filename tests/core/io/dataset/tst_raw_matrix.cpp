// A matrix of all barcodes in place of that of the cells; arrays of obsm that are no maps.
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "core/io/dataset/dataset_reader.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

const char* const make_files = R"PY(
import h5py, numpy as np, sys
out = sys.argv[1] + "/"
rng = np.random.default_rng(0)
def tenx(name, per, genes=300):
    ptr = np.concatenate([[0], np.cumsum(per)]).astype("i8")
    idx = np.concatenate([np.sort(rng.choice(genes, k, replace=False)) for k in per]).astype("i8")
    with h5py.File(out + name, "w") as f:
        m = f.create_group("matrix"); n = len(per)
        m["barcodes"] = np.array([b"B%07d-1" % i for i in range(n)]); m["shape"] = np.array([genes, n], "i4")
        m["data"] = np.ones(ptr[-1], "i4") + rng.integers(0, 3, ptr[-1]).astype("i4"); m["indices"] = idx; m["indptr"] = ptr
        g = m.create_group("features"); g["id"] = g["name"] = np.array([b"G%d" % i for i in range(genes)]); g["feature_type"] = np.array([b"Gene Expression"] * genes)
per = (rng.random(30000) < 0.25) * rng.integers(1, 4, 30000); per[rng.choice(30000, 300, replace=False)] = 150
tenx("raw.h5", per)
tenx("filtered.h5", np.full(25000, 40))
tenx("few.h5", np.full(200, 3))
with h5py.File(out + "arrays.h5ad", "w") as f:
    n = 20
    f["X"] = rng.poisson(1, (n, 4)).astype("f4")
    for name, rows in (("obs", n), ("var", 4)):
        g = f.create_group(name); g.attrs["_index"] = "_index"; g.attrs["column-order"] = np.array([], "f8"); g.attrs["encoding-type"] = "dataframe"; g.attrs["encoding-version"] = "0.2.0"
        g["_index"] = np.array([b"%s%d" % (name.encode(), i) for i in range(rows)])
    some = rng.normal(size=(n, 2)); some[3:9] = np.nan; some[0, 1] = np.inf; f["obsm/X_some"] = some
    for name, d in (("X_umap", 2), ("X_pca", 50), ("proteins", 1000), ("pseudotime", 1)): f["obsm/" + name] = rng.normal(size=(n, d))
)PY";

}  // namespace

class RawMatrixTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::shared_ptr<const Dataset> read(const char* file) const {
        Job job;
        ReadOptions options;
        options.cache.folder.clear();
        return read_dataset(m_folder.filePath(file).toStdString(), options, job);
    }
    bool says_raw(const char* file) const {
        const auto dataset = read(file);
        return std::ranges::any_of(dataset->warnings, [&](const std::string& text) {
            return text.find("this is a raw matrix") != std::string::npos &&
                   text.find("regulus qc --data " + dataset->path) != std::string::npos;
        });
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("h5py");
        const auto made = test::run_python(make_files, {m_folder.path()});
        QVERIFY2(made.exit_code == 0, qPrintable(made.output + made.errors));
    }
    void empty_barcodes_are_said() {
        QVERIFY(says_raw("raw.h5"));
        QVERIFY(!says_raw("filtered.h5"));
        QVERIFY(!says_raw("few.h5"));
    }
    void maps_are_told_from_other_arrays() {
        const auto dataset = read("arrays.h5ad");
        QCOMPARE(dataset->embeddings.size(), 5U);
        QVERIFY(is_map(*dataset->embedding("X_umap")));
        QVERIFY(is_map(*dataset->embedding("X_pca")));
        QVERIFY(!is_map(*dataset->embedding("proteins")));
        QVERIFY(!is_map({"score_ulm", Matrix(3, 20)}));
        QVERIFY(!is_map(*dataset->embedding("pseudotime")));
    }
    void cells_without_a_place_are_said() {
        const auto dataset = read("arrays.h5ad");
        QCOMPARE(dataset->warnings.size(), 1U);
        QCOMPARE(dataset->warnings.front(),
                 std::string("obsm/X_some has no coordinates for 7 of 20 cells, which are not drawn on it"));
    }
};

QTEST_APPLESS_MAIN(RawMatrixTest)
#include "tst_raw_matrix.moc"
