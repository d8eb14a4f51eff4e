// Tables of thousands of columns: their names do not fit a usual attribute of HDF5.
#include <QTemporaryDir>
#include <QTest>

#include "core/io/anndata/h5ad_export.h"
#include "core/io/dataset/dataset_reader.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

const char* const make_file = R"PY(
import h5py, numpy as np, sys
path, columns, room = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "room"
text = h5py.string_dtype()
def enc(o, kind, version): o.attrs["encoding-type"], o.attrs["encoding-version"] = kind, version; return o
def strings(g, name, values): return enc(g.create_dataset(name, data=np.array(values, object), dtype=text), "string-array", "0.2.0")
n = 5
with h5py.File(path, "w") as f:
    enc(f, "anndata", "0.1.0")
    enc(f.create_dataset("X", data=np.arange(n * 3).reshape(n, 3).astype("f4")), "array", "0.2.0")
    v = enc(f.create_group("var"), "dataframe", "0.2.0"); v.attrs["_index"] = "_index"; v.attrs["column-order"] = np.array([], "f8"); strings(v, "_index", ["a", "b", "c"])
    o = enc(f.create_group("obs", track_order=room), "dataframe", "0.2.0"); o.attrs["_index"] = "_index"; o.attrs["own"] = "kept"
    strings(o, "_index", ["c%d" % i for i in range(n)])
    names = ["AUC %04d(+)" % i for i in range(columns)]
    c = enc(o.create_group(names[0]), "categorical", "0.2.0"); c.attrs["ordered"] = False
    strings(c, "categories", ["x", "y"]); enc(c.create_dataset("codes", data=np.array([0, 1, 0, 1, 1], "i1")), "array", "0.2.0")
    for i, k in enumerate(names[1:]): enc(o.create_dataset(k, data=np.full(n, i, "f4")), "array", "0.2.0")
    o.attrs["column-order"] = np.array(names, object)
)PY";

// So many columns, in order, the last two ours; once also as anndata reads them, which takes a while.
const char* const check = R"PY(
import h5py, sys, warnings
warnings.simplefilter("ignore")
path, n, how = sys.argv[1], int(sys.argv[2]), sys.argv[3]
with h5py.File(path) as f:
    o = f["obs"]; order = list(o.attrs["column-order"])
    assert len(order) == n + 2 and len(o) == n + 3, (len(order), len(o))
    assert order[:2] == ["AUC 0000(+)", "AUC 0001(+)"] and order[-2:] == ["regulus_prediction", "regulus_confidence"]
    assert list(o["AUC 0000(+)/codes"]) == [0, 1, 0, 1, 1] and o["AUC %04d(+)" % (n - 1)][0] == n - 2
    assert how == "new" or o.attrs["own"] == "kept"
if how == "anndata":
    import anndata
    a = anndata.read_h5ad(path)
    assert a.obs.shape[1] == n + 2 and list(a.obs["regulus_prediction"]) == ["B", "A", "B", "A", "A"]
)PY";

std::vector<Column> results() {
    return {{"regulus_prediction", Categorical{{"A", "B"}, {1, 0, 1, 0, 0}, {}, false}},
            {"regulus_confidence", Numeric{{0.5, 0.6, 0.7, 0.8, 0.9}}}};
}

}  // namespace

class WideTablesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void results_are_added_to_any_number_of_columns_data() {
        QTest::addColumn<int>("columns");
        QTest::addColumn<QString>("layout");
        QTest::newRow("few") << 3 << "usual";
        QTest::newRow("the most that a usual file holds") << 4090 << "usual";
        QTest::newRow("more, as anndata writes them") << 5000 << "room";
    }
    void results_are_added_to_any_number_of_columns() {
        REGULUS_NEED_PYTHON("anndata");
        QFETCH(int, columns);
        QFETCH(QString, layout);
        QTemporaryDir folder;
        const QString from = folder.filePath("from.h5ad"), copy = folder.filePath("copy.h5ad"),
                      again = folder.filePath("again.h5ad");
        const auto made = test::run_python(make_file, {from, QString::number(columns), layout});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        Job job;
        ReadOptions options;
        options.cache.folder.clear();
        auto dataset = *read_dataset(from.toStdString(), options, job);
        QCOMPARE(dataset.obs.columns.size(), std::size_t(columns));
        write_with_results(dataset, copy.toStdString(), results(), {}, job);
        auto checked =
            test::run_python(check, {copy, QString::number(columns), layout == "usual" ? "anndata" : "copy"});
        QVERIFY2(checked.exit_code == 0, qPrintable(checked.errors));
        // Written from what was read, as after a filter.
        dataset.extendable = false;
        write_with_results(dataset, again.toStdString(), results(), {}, job);
        checked = test::run_python(check, {again, QString::number(columns), "new"});
        QVERIFY2(checked.exit_code == 0, qPrintable(checked.errors));
        // Once more into what was made wide.
        const auto second = read_dataset(copy.toStdString(), options, job);
        write_with_results(*second, again.toStdString(), results(), {}, job);
        checked = test::run_python(check, {again, QString::number(columns), "copy"});
        QVERIFY2(checked.exit_code == 0, qPrintable(checked.errors));
    }
};

QTEST_APPLESS_MAIN(WideTablesTest)
#include "tst_wide_tables.moc"
