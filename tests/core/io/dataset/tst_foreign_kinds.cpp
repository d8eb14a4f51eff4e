// What people hold that is no file of ours: packed files are unpacked where that is one stream, others are
// named for what they are, with a way out that is true for them.
#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <fstream>

#include "core/base/error.h"
#include "core/io/anndata/h5ad_export.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/io/files/foreign_kind.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

const char* const make_files = R"PY(
import gzip, h5py, io, numpy as np, os, shutil, signal, subprocess, sys, tarfile, warnings, zipfile
warnings.simplefilter("ignore")
import anndata, pandas as pd
out = sys.argv[1] + "/"
rng = np.random.default_rng(1)
a = anndata.AnnData(rng.poisson(1, (30, 8)).astype("f4"), pd.DataFrame({"t": pd.Categorical(["x", "y"] * 15)}, index=["c%d" % i for i in range(30)]),
                    pd.DataFrame(index=["g%d" % i for i in range(8)]))
a.uns["kept"] = "by the copy"
a.write_h5ad(out + "a.h5ad")
def packed(name, opener, data):
    with opener(out + name, "wb") as f: f.write(data)
bytes_of = open(out + "a.h5ad", "rb").read()
packed("a.h5ad.gz", gzip.open, bytes_of)
packed("download", gzip.open, bytes_of)
open(out + "torn.h5ad.gz", "wb").write(open(out + "a.h5ad.gz", "rb").read()[:-400])
packed("s.rds", gzip.open, b"X\n\0\0\0\3\0\4\3\1\0\3\5\0" + bytes(500)); packed("plain.rds", open, b"X\n\0\0\0\2\0\4\3\1" + bytes(500))
packed("w.RData", gzip.open, b"RDX3\nX\n\0\0\0\3" + bytes(500))
packed("x.rds", __import__("lzma").open, b"X\n\0\0\0\3"); packed("t.csv.bz2", __import__("bz2").open, b"a,b\n1,2\n")
with zipfile.ZipFile(out + "a.zip", "w") as z: z.write(out + "a.h5ad", "a.h5ad")
with zipfile.ZipFile(out + "b.xlsx", "w") as z: z.writestr("xl/workbook.xml", "<x/>")
with tarfile.open(out + "GSE1_RAW.tar", "w") as t: t.add(out + "a.h5ad", "a.h5ad")
with tarfile.open(out + "b.tar.gz", "w:gz") as t: t.add(out + "a.h5ad", "a.h5ad")
packed("p.parquet", open, b"PAR1" + bytes(100))
for folder, file in (("three.zarr", "zarr.json"), ("two.zarr", ".zgroup"), ("soma", "__tiledb_group.tdb")):
    os.makedirs(out + folder + "/X"); open(out + folder + "/" + file, "w").write("{}")
os.makedirs(out + "xenium.zarr/tables"); open(out + "xenium.zarr/.zgroup", "w").write("{}")
with h5py.File(out + "s.h5seurat", "w") as f:
    f.attrs["active.assay"] = "RNA"; f.create_group("assays/RNA"); f["cell.names"] = np.array([b"a"]); f.create_group("meta.data")
code = """
import h5py, os, sys
a = h5py.File(sys.argv[1]); f = h5py.File(sys.argv[2], 'w', libver='latest')
for k in a.attrs: f.attrs[k] = a.attrs[k]
for k in a: a.copy(k, f)
f.flush(); f.swmr_mode = True; f.flush(); os.kill(os.getpid(), 9)
"""
subprocess.run([sys.executable, "-c", code, out + "a.h5ad", out + "killed.h5ad"])
)PY";

}  // namespace

class ForeignKindsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString path(const char* name) const { return m_folder.filePath(name); }

    static std::shared_ptr<const Dataset> read(const QString& file) {
        Job job;
        ReadOptions options;
        options.cache.folder.clear();
        return read_dataset(file.toStdString(), options, job);
    }

    static QString refusal(const QString& file) {
        try {
            (void)read(file);
        } catch (const Error& error) {
            return QString::fromStdString(error.problem() + " | " + error.where() + " | " + error.remedy());
        }
        return "opened";
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("anndata");
        const auto made = test::run_python(make_files, {m_folder.path()});
        QVERIFY2(made.exit_code == 0, qPrintable(made.output + made.errors));
    }

    void packed_files_open() {
        for (const char* name : {"a.h5ad.gz", "download"}) {
            QString unpacked;
            {
                const auto dataset = read(path(name));
                QCOMPARE(dataset->cells(), 30U);
                QCOMPARE(QString::fromStdString(dataset->path), path(name));
                QCOMPARE(QString::fromStdString(dataset->name), QString(name));
                const auto plain = read(path("a.h5ad"));
                QVERIFY(dataset->assay("X")->matrix->block(0, 30).values ==
                        plain->assay("X")->matrix->block(0, 30).values);
                unpacked = QString::fromStdString(dataset->unpacked);
                QVERIFY(QFile::exists(unpacked));
                // A copy with more columns loses nothing that only the file has.
                Job job;
                write_with_results(*dataset, path("copy.h5ad").toStdString(),
                                   {{"new", Numeric{std::vector<double>(30, 1)}}}, {}, job);
                const auto checked = test::run_python(
                    "import anndata, sys\na = anndata.read_h5ad(sys.argv[1])\n"
                    "assert a.uns['kept'] == 'by the copy' and list(a.obs.columns) == ['t', 'new'], a",
                    {path("copy.h5ad")});
                QVERIFY2(checked.exit_code == 0, qPrintable(checked.errors));
            }
            QVERIFY(!QFile::exists(unpacked));
        }
        const QString torn = refusal(path("torn.h5ad.gz"));
        QVERIFY2(torn.contains(path("torn.h5ad.gz")) && !torn.contains("regulus-unpacked"), qPrintable(torn));
    }

    void others_are_named_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("way_out");
        const auto row = [](const char* file, const char* what, const char* way_out) {
            QTest::newRow(file) << file << what << way_out;
        };
        row("s.rds", "R object", "writeH5AD");
        row("plain.rds", "R object", "writeH5AD");
        row("x.rds", "R object", "writeH5AD");
        row("w.RData", "R workspace", "load(");
        row("a.zip", "zip archive", "Unpack");
        row("b.xlsx", "Excel", "CSV");
        row("GSE1_RAW.tar", "tar archive", "tar -xf");
        row("b.tar.gz", "tar archive", "tar -xf");
        row("t.csv.bz2", "packed", "bunzip2");
        row("p.parquet", "Parquet", "read_parquet");
        row("three.zarr", "zarr store", "read_zarr");
        row("two.zarr", "zarr store", "read_zarr");
        row("xenium.zarr", "SpatialData", "spatialdata.read_zarr");
        row("soma", "TileDB-SOMA", "to_h5ad");
        row("s.h5seurat", "h5seurat", "SeuratDisk::Convert");
        row("killed.h5ad", "did not close", "h5clear -s");
    }
    void others_are_named() {
        QFETCH(QString, file);
        QFETCH(QString, what);
        QFETCH(QString, way_out);
        const QString said = refusal(m_folder.filePath(file));
        QVERIFY2(said.contains(what) && said.contains(way_out), qPrintable(said));
        QVERIFY2(!said.contains("damaged") && !said.contains("ownload"), qPrintable(said));
    }

    void ours_are_not_foreign() {
        QVERIFY(!foreign_kind(path("a.h5ad").toStdString()));
        QVERIFY(!foreign_kind(path("a.h5ad.gz").toStdString()));
        QVERIFY(!foreign_kind(path("nothing there").toStdString()));
        QVERIFY(!foreign_kind(m_folder.path().toStdString()));
        QVERIFY(!holds_packed_hdf5(path("s.rds").toStdString()));
        QVERIFY(!holds_packed_hdf5(path("a.h5ad").toStdString()));
    }
};

QTEST_APPLESS_MAIN(ForeignKindsTest)
#include "tst_foreign_kinds.moc"
