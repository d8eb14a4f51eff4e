// Text that is not UTF-8, from every kind of file: nothing of it gets into a dataset, and what is written
// can be read by anndata.
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

#include "core/base/error.h"
#include "core/base/utf8.h"
#include "core/data/gene_mapping.h"
#include "core/io/anndata/h5ad_export.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/io/prior/prior_names.h"
#include "core/io/prior/prior_reader.h"
#include "core/io/text/gene_mapping_reader.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

const char* const make_files = R"PY(
import sys, numpy as np, h5py
out = sys.argv[1]
text = h5py.string_dtype()
names = ["Müller glia", "Naïve B", "TNFµ+"]
latin = [n.encode("latin1") for n in names]
def enc(o, kind, version):
    o.attrs["encoding-type"], o.attrs["encoding-version"] = kind, version
    return o
def variable(g, k, values, cset):
    t = h5py.h5t.C_S1.copy(); t.set_size(h5py.h5t.VARIABLE); t.set_cset(cset)
    d = h5py.h5d.create(g.id, k.encode(), t, h5py.h5s.create_simple((len(values),)))
    a = np.array(values, dtype=h5py.string_dtype("ascii"))
    d.write(h5py.h5s.ALL, h5py.h5s.ALL, a)
    return g[k]
def base(name, cells=6, new=True):
    f = h5py.File(out + "/" + name, "w")
    if new: enc(f, "anndata", "0.1.0")
    f.create_dataset("X", data=np.arange(cells * 2, dtype="f4").reshape(cells, 2))
    for table, index in (("obs", ["c%d" % i for i in range(cells)]), ("var", ["SPI1", "LYZ"])):
        g = f.create_group(table)
        if new: enc(g, "dataframe", "0.2.0")
        else: enc(g, "dataframe", "0.1.0")
        g.attrs["_index"] = "_index"
        g.attrs["column-order"] = np.array(["label"] if table == "obs" else [], dtype=text)
        g.create_dataset("_index", data=np.array(index, object), dtype=text)
    for k in ("obsm", "layers", "uns", "varm", "obsp", "varp"):
        if new: enc(f.create_group(k), "dict", "0.1.0")
    return f
codes = np.array([0, 1, 2, 2, 1, 0], "i1")
def label(f, write):
    c = enc(f["obs"].create_group("label"), "categorical", "0.2.0"); c.attrs["ordered"] = False
    enc(write(c), "string-array", "0.2.0")
    enc(c.create_dataset("codes", data=codes), "array", "0.2.0")
with base("fixed.h5ad") as f: label(f, lambda c: c.create_dataset("categories", data=np.array(latin)))
with base("ascii.h5ad") as f: label(f, lambda c: variable(c, "categories", latin, h5py.h5t.CSET_ASCII))
with base("utf8.h5ad") as f: label(f, lambda c: variable(c, "categories", latin, h5py.h5t.CSET_UTF8))
with base("legacy.h5ad", new=False) as f:
    d = f["obs"].create_group("__categories").create_dataset("label", data=np.array(latin)); d.attrs["ordered"] = True
    f["obs"].create_dataset("label", data=codes).attrs["categories"] = d.ref
with base("index.h5ad") as f:
    label(f, lambda c: c.create_dataset("categories", data=np.array(names, object), dtype=text))
    del f["obs/_index"]
    enc(f["obs"].create_dataset("_index", data=np.array([("Zellé%d" % i).encode("latin1") for i in range(6)])), "string-array", "0.2.0")
    enc(f["uns"].create_dataset("note", data=np.bytes_("größe".encode("latin1"))), "string", "0.2.0")
with base("both.h5ad") as f:  # one name in two encodings
    label(f, lambda c: variable(c, "categories", [names[0].encode("utf8"), latin[0], latin[2]], h5py.h5t.CSET_UTF8))
with base("column.h5ad") as f:  # the name of a column
    f["obs"].attrs.create("column-order", data=np.array(["Schlüssel".encode("latin1")]))
    enc(f["obs"].create_dataset("Schlüssel".encode("latin1"), data=np.arange(6)), "array", "0.2.0")
with h5py.File(out + "/latin.loom", "w") as f:
    f.create_dataset("matrix", data=np.ones((2, 6), "f4"))
    f.create_dataset("row_attrs/Gene", data=np.array(["SPI1", "LYZ"], "S"))
    f.create_dataset("col_attrs/CellID", data=np.array(["c%d" % i for i in range(6)], "S"))
    f.create_dataset("col_attrs/label", data=np.array([latin[i] for i in codes]))
)PY";

const char* const read_label = R"PY(
import sys, anndata, json
a = anndata.read_h5ad(sys.argv[1])
print(json.dumps({"label": [str(x) for x in a.obs["label"]] if "label" in a.obs else [], "columns": list(a.obs.columns), "index": list(a.obs_names),
                  "uns": {k: str(v) for k, v in a.uns.items()}}, ensure_ascii=False))
)PY";

bool all_utf8(const Table& table) {
    bool good = is_utf8(table.index_name);
    for (const auto& name : table.index) good = good && is_utf8(name);
    for (const Column& column : table.columns) {
        good = good && is_utf8(column.name);
        if (column.text() != nullptr)
            for (const auto& value : column.text()->values) good = good && is_utf8(value);
        if (column.categorical() != nullptr)
            for (const auto& value : column.categorical()->categories) good = good && is_utf8(value);
    }
    return good;
}

QString warnings_of(const Dataset& dataset) {
    QString all;
    for (const auto& warning : dataset.warnings) all += QString::fromStdString(warning) + "\n";
    return all;
}

}  // namespace

class TextDoorTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    std::string at(const QString& name) { return m_folder.filePath(name).toStdString(); }
    void write(const QString& name, const std::string& bytes) {
        std::ofstream(at(name), std::ios::binary) << bytes;
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("anndata", "h5py");
        const auto made = test::run_python(make_files, {m_folder.path()});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
    }

    void files_data() {
        QTest::addColumn<QString>("warning");
        for (const char* name : {"fixed.h5ad", "ascii.h5ad", "utf8.h5ad", "legacy.h5ad", "latin.loom"})
            QTest::newRow(name) << "obs column label";
        QTest::newRow("both.h5ad") << "obs column label";
        QTest::newRow("index.h5ad") << "names of cells";
        QTest::newRow("column.h5ad") << "1 name of obs columns is";
    }
    void files() {
        QFETCH(QString, warning);
        const QString name = QTest::currentDataTag();
        Job job;
        const auto dataset = read_dataset(at(name), {}, job);
        QVERIFY(all_utf8(dataset->obs));
        QVERIFY2(warnings_of(*dataset).contains(warning) && warnings_of(*dataset).contains("Windows-1252"),
                 qPrintable(warnings_of(*dataset)));
        const Column* label = dataset->obs.find("label");
        if (name == "both.h5ad") {
            QCOMPARE(label->categorical()->categories, (std::vector<std::string>{"Müller glia", "TNFµ+"}));
            QCOMPARE(label->categorical()->codes, (std::vector<std::int32_t>{0, 0, 1, 1, 0, 0}));
        } else if (name != "column.h5ad" && name != "index.h5ad") {
            QCOMPARE(as_categorical(*label)->categories,
                     (std::vector<std::string>{"Müller glia", "Naïve B", "TNFµ+"}));
        }
        // What is written from it is read by anndata.
        const QString target = m_folder.filePath("out.h5ad");
        write_with_results(*dataset, target.toStdString(),
                           {{"seen", Boolean{std::vector<std::int8_t>(6, 1)}}}, {}, job);
        const auto read = test::run_python(read_label, {target});
        QVERIFY2(read.exit_code == 0, qPrintable(read.errors));
        QVERIFY(read.output.contains("seen"));
        if (name == "column.h5ad") QVERIFY2(read.output.contains("Schlüssel"), qPrintable(read.output));
        if (name == "index.h5ad") {
            QVERIFY2(read.output.contains("Zellé3"), qPrintable(read.output));
            QVERIFY2(read.output.contains("größe"), qPrintable(read.output));
        }
        if (name != "column.h5ad") QVERIFY2(read.output.contains("Müller glia"), qPrintable(read.output));
    }

    void a_table_of_labels() {
        write("m.csv", ",SPI1,LYZ,B2M\nc0,1,2,3\nc1,0,2,1\nc2,4,2,0\nc3,1,1,1\n");
        write("labels.csv",
              "cell;Zelltyp;Gr\xf6\xdf"
              "e\nc0;M\xfcller glia;1\nc1;M\xfcller glia;2\nc2;B;3\nc3;B;4\n");
        Job job;
        ReadOptions options;
        options.annotation = at("labels.csv");
        const auto dataset = read_dataset(at("m.csv"), options, job);
        QVERIFY(all_utf8(dataset->obs));
        QCOMPARE(dataset->obs.find("Zelltyp")->categorical()->categories,
                 (std::vector<std::string>{"B", "Müller glia"}));
        QVERIFY(dataset->obs.find("Größe") != nullptr);
        const QString said = warnings_of(*dataset);
        QVERIFY2(said.contains("labels.csv") && said.contains("column Zelltyp"), qPrintable(said));
    }
    void a_table_of_expression() {
        write("latin.csv",
              "cell,SPI1,LYZ,Typ,B2M\nc\xe9"
              "0,1,2,M\xfcller,3\nc1,0,2,B,1\nc2,0,1,B,1\n");
        Job job;
        const auto dataset = read_dataset(at("latin.csv"), {}, job);
        QVERIFY(all_utf8(dataset->obs));
        QCOMPARE(dataset->obs.index.front(), std::string("cé0"));
        QVERIFY(warnings_of(*dataset).contains("obs column Typ"));
    }
    void utf16() {
        std::string text("\xff\xfe");
        for (const char c : std::string("cell\tSPI1\tLYZ\tB2M\nc0\t1\t2\t3\nc1\t4\t5\t6\n")) {
            text += c;
            text += '\0';
        }
        write("wide.txt", text);
        Job job;
        const auto dataset = read_dataset(at("wide.txt"), {}, job);
        QCOMPARE(dataset->cells(), 2U);
        QCOMPARE(dataset->assays[0].matrix->gene(2, job), (std::vector<float>{3, 6}));
    }
    void priors() {
        Job job;
        const auto network = read_prior_text("p.csv",
                                             "tf,target,r\xe9"
                                             "f\nSPI1,LYZ,M\xfcller 2019\nG\xe9n1,B2M,x\n",
                                             {}, job);
        QCOMPARE(network.edges.size(), 2U);
        for (const auto& gene : network.genes) QVERIFY(is_utf8(gene));
        QVERIFY(!network.warnings.empty());
        const QString said = QString::fromStdString(network.warnings.front());
        QVERIFY2(said.contains("p.csv: 3 lines") && said.contains("line 1, column 3"), qPrintable(said));
    }
    void lists_and_mappings_are_refused() {
        write("tfs.txt", "SPI1\nG\xe9n\n");
        write("map.csv", "from,to\nA,SPI1\nB,G\xe9n\n");
        Job job;
        QVERIFY_EXCEPTION_THROWN((void)read_name_list(at("tfs.txt"), job), Error);
        QVERIFY_EXCEPTION_THROWN((void)read_gene_mapping(at("map.csv"), job), Error);
    }
};

QTEST_APPLESS_MAIN(TextDoorTest)
#include "tst_text_door.moc"
