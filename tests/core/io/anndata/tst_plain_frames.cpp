// Frames that do not say what they are, as other programs write them: read as anndata 0.7 did, and what is
// added to a copy is read by anndata 0.8 as it was written.
#include <QTemporaryDir>
#include <QTest>

#include "core/io/anndata/h5ad_export.h"
#include "core/io/dataset/dataset_reader.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

const char* const make_file = R"PY(
import sys, numpy as np, h5py
text = h5py.string_dtype()
with h5py.File(sys.argv[1], "w") as f:
    f.create_dataset("X", data=np.arange(12, dtype="f4").reshape(4, 3))
    for name, index in (("obs", ["c%d" % i for i in range(4)]), ("var", ["SPI1", "LYZ", "B2M"])):
        q = f.create_group(name); q.create_dataset("_index", data=np.array(index, object), dtype=text)
    q = f["obs"]
    if sys.argv[2] == "order": q.attrs["column-order"] = np.array(["my sets", "volume"], object)
    d = q.create_group("__categories").create_dataset("my sets", data=np.array(["B", "T"], object), dtype=text)
    d.attrs["ordered"] = False
    s = q.create_dataset("my sets", data=np.array([0, 1, 1, 0], "i1")); s.attrs["categories"] = d.ref
    q.create_dataset("volume", data=np.ones(4))
)PY";

const char* const read_copy = R"PY(
import sys, anndata
a = anndata.read_h5ad(sys.argv[1])
print(list(a.obs.columns), list(a.obs["my sets"]), list(a.obs["predicted"]), list(a.obs["confidence"]), list(a.obs_names), list(a.var_names), list(a.var.columns))
)PY";

}  // namespace

class PlainFramesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void copies_are_read_data() {
        QTest::addColumn<QString>("order");
        QTest::newRow("with an order of columns") << "order";
        QTest::newRow("without") << "none";
    }
    void copies_are_read() {
        REGULUS_NEED_PYTHON("anndata", "h5py");
        QFETCH(const QString, order);
        QTemporaryDir folder;
        const QString source = folder.filePath("plain.h5ad"), target = folder.filePath("copy.h5ad");
        const auto made = test::run_python(make_file, {source, order});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        Job job;
        const auto dataset = read_dataset(source.toStdString(), {}, job);
        QCOMPARE(dataset->obs.columns.size(), 2U);
        QCOMPARE(dataset->obs.find("my sets")->categorical()->categories,
                 (std::vector<std::string>{"B", "T"}));
        QVERIFY(dataset->extendable);
        write_with_results(*dataset, target.toStdString(),
                           {{"predicted", Categorical{{"NK", "DC"}, {1, 0, 0, -1}, {}, false}},
                            {"confidence", Numeric{{.5, .25, 1, 0}}}},
                           {}, job);
        const auto read = test::run_python(read_copy, {target});
        QVERIFY2(read.exit_code == 0, qPrintable(read.errors));
        QCOMPARE(
            read.output.trimmed(),
            QString("['my sets', 'volume', 'predicted', 'confidence'] ['B', 'T', 'T', 'B'] ['DC', 'NK', "
                    "'NK', nan] [0.5, 0.25, 1.0, 0.0] ['c0', 'c1', 'c2', 'c3'] ['SPI1', 'LYZ', 'B2M'] []"));
    }
};

QTEST_APPLESS_MAIN(PlainFramesTest)
#include "tst_plain_frames.moc"
