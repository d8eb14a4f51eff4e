// Files made by h5py and anndata for what the real ones do not have.
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

#include "core/base/error.h"
#include "core/data/normalise.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/io/store/expression_index.h"
#include "core/io/store/turned_matrix.h"
#include "tests/core/io/dataset_dump.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

constexpr std::size_t n_cells = 23, n_genes = 17;

// What every matrix holds; fits a signed byte.
float value(std::size_t r, std::size_t c) {
    return (r * 7 + c * 3) % 5 == 0 ? 1.0F + static_cast<float>((r + 2 * c) % 100) : 0.0F;
}

const char* const make_matrices = R"PY(
import h5py, numpy as np, scipy.sparse as sp, sys
out = sys.argv[1]
n, g = 23, 17
r, c = np.meshgrid(np.arange(n), np.arange(g), indexing="ij")
x = np.where((r * 7 + c * 3) % 5 == 0, 1 + (r + 2 * c) % 100, 0)
def frame(f, name, count):
    t = f.create_group(name)
    t.attrs["encoding-type"] = "dataframe"; t.attrs["encoding-version"] = "0.2.0"
    t.attrs["_index"] = "_index"; t.attrs["column-order"] = np.array([], dtype=h5py.string_dtype())
    t.create_dataset("_index", data=np.array(["%s%d" % (name, i) for i in range(count)], dtype=object), dtype=h5py.string_dtype())
def sparse(f, m, kind, value, index, shuffle=False, **storage):
    t = f.create_group("X")
    t.attrs["encoding-type"] = kind + "_matrix"; t.attrs["encoding-version"] = "0.1.0"; t.attrs["shape"] = m.shape
    m = sp.csr_matrix(m) if kind == "csr" else sp.csc_matrix(m)
    data, indices = m.data, m.indices
    if shuffle:  # unordered, and one value in two parts that must be added up
        data, indices, pointers = [], [], [0]
        for i in range(len(m.indptr) - 1):
            s = slice(m.indptr[i], m.indptr[i + 1])
            d, k = list(m.data[s][::-1]), list(m.indices[s][::-1])
            if len(d): d[0] -= 1; d.append(1); k.append(k[0])
            data += d; indices += k; pointers.append(len(data))
        data, indices, m.indptr = np.array(data), np.array(indices), np.array(pointers)
    t.create_dataset("data", data=data.astype(value), **storage)
    t.create_dataset("indices", data=indices.astype(index), **storage)
    t.create_dataset("indptr", data=m.indptr.astype(index), **storage)
def new(name):
    f = h5py.File(out + "/" + name + ".h5ad", "w")
    frame(f, "obs", n); frame(f, "var", g)
    return f
types = ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", ">i4", ">f8"]
for t in types:
    name = t.replace(">", "big_")
    with new("dense_" + name) as f: f.create_dataset("X", data=x.astype(t))
    for kind in ("csr", "csc"):
        for index in ("i4", "i8", "u4", "u8"):
            with new("%s_%s_%s" % (kind, name, index)) as f: sparse(f, x, kind, t, index)
for label, storage in {"gzip": dict(compression="gzip", chunks=(7,)), "lzf": dict(compression="lzf", chunks=(7,)),
                       "shuffled": dict(compression="gzip", shuffle=True, fletcher32=True, chunks=(5,))}.items():
    for kind in ("csr", "csc"):
        with new("%s_%s" % (kind, label)) as f: sparse(f, x, kind, "f4", "i4", **storage)
    two = dict(storage); two["chunks"] = (3, 5)
    with new("dense_" + label) as f: f.create_dataset("X", data=x.astype("f4"), **two)
with new("csr_unordered") as f: sparse(f, x, "csr", "f4", "i4", shuffle=True)
with new("csc_unordered") as f: sparse(f, x, "csc", "f4", "i8", shuffle=True)
with h5py.File(out + "/x_only.h5ad", "w") as f: f.create_dataset("X", data=x)
with h5py.File(out + "/user_block.h5ad", "w", userblock_size=1024) as f:
    frame(f, "obs", n); frame(f, "var", g); f.create_dataset("X", data=x)
with h5py.File(out + "/newest_hdf5.h5ad", "w", libver="latest") as f:
    frame(f, "obs", n); frame(f, "var", g); sparse(f, x, "csr", "f4", "i4", compression="gzip", chunks=(7,))
with new("layers_only") as f:
    f.create_group("layers").create_dataset("counts", data=x)
)PY";

const char* const make_table = R"PY(
import h5py, numpy as np, sys
f = h5py.File(sys.argv[1], "w")
text = h5py.string_dtype()
def enc(o, kind, version="0.2.0"): o.attrs["encoding-type"] = kind; o.attrs["encoding-version"] = version; return o
obs = enc(f.create_group("obs"), "dataframe")
obs.attrs["_index"] = "barcode"
obs["barcode"] = np.array([b"AAA", b"AAA", b"CCC", b"GGGG"])          # fixed length, one twice
names = ["int", "nint", "nbool", "bool", "cat", "numcat", "boolcat", "fixed", "padded", "nstr", "half", "big", "odd", "rec", "gone", "empty"]
obs.attrs["column-order"] = np.array(names, dtype=object)
obs["int"] = np.array([1, -2, 3, 4], "i2")
t = enc(obs.create_group("nint"), "nullable-integer", "0.1.0"); t["values"] = np.array([1, 2, 3, 4], "u1"); t["mask"] = np.array([0, 1, 0, 0], bool)
t = enc(obs.create_group("nbool"), "nullable-boolean", "0.1.0"); t["values"] = np.array([1, 0, 1, 1], bool); t["mask"] = np.array([0, 0, 0, 1], bool)
obs["bool"] = np.array([True, False, True, True])
t = enc(obs.create_group("cat"), "categorical"); t.attrs["ordered"] = True
t["codes"] = np.array([1, -1, 0, 1], "i4"); t["categories"] = np.array(["α", "b c"], dtype=object)
t = enc(obs.create_group("numcat"), "categorical"); t.attrs["ordered"] = False
t["codes"] = np.array([0, 1, 1, -1], "i8"); t["categories"] = np.array([10, 2])
t = enc(obs.create_group("boolcat"), "categorical"); t["codes"] = np.array([0, 1, 1, 0], "i1"); t["categories"] = np.array([False, True])
obs["fixed"] = np.array([b"ab", b"abc", b"", b"x y"])
space = h5py.h5t.C_S1.copy(); space.set_size(4); space.set_strpad(h5py.h5t.STR_SPACEPAD)
d = h5py.h5d.create(obs.id, b"padded", space, h5py.h5s.create_simple((4,)))
d.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([b"a   ", b"bb  ", b"ccc ", b"dddd"], "S4"), space)
t = enc(obs.create_group("nstr"), "nullable-string-array", "0.1.0"); t.create_dataset("values", data=np.array(["p", "q", "r", "s"], dtype=object), dtype=text); t["mask"] = np.array([0, 0, 1, 0], bool)
obs["half"] = np.array([0.5, np.nan, -1, 65504], "f2")
obs["big"] = np.array([2**40, 1, 2, 3], "u8")
obs["odd"] = np.zeros((4, 3)); obs["rec"] = np.zeros(4, dtype=[("a", "i4"), ("b", "f4")])
obs.create_dataset("empty", data=np.array(["", "", "", ""], dtype=object), dtype=text)
var = enc(f.create_group("var"), "dataframe"); var.attrs["_index"] = "_index"; var.attrs["column-order"] = np.array([], "f8")
var.create_dataset("_index", data=np.array(["G1", "G2", "G1"], dtype=object), dtype=text)
f["X"] = np.eye(4, 3)
o = f.create_group("obsm"); o["X_umap"] = np.arange(8.0).reshape(4, 2); o["one"] = np.arange(4); o["short"] = np.zeros((3, 2)); o.create_group("frame")
u = f.create_group("uns"); u["cat_colors"] = np.array([b"#FF0000", b"#00ff00ff"]); u["numcat_colors"] = np.array([b"red", b"#00ff00"])
u["regulus_simulated"] = True
f.create_group("layers")["nan"] = np.full((4, 3), np.nan)
f["layers"]["small"] = np.eye(2)
)PY";

}  // namespace

class H5adSyntheticTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    static std::string text_of(const Dataset& dataset, const char* name) {
        const Column* column = dataset.obs.find(name);
        return column == nullptr ? std::string("absent")
                                 : QJsonDocument(test::json_of(*column)["values"].toArray())
                                       .toJson(QJsonDocument::Compact)
                                       .toStdString();
    }

    static void check_values(const MatrixSource& x) {
        Job job;
        const Matrix dense = to_dense(x.block(0, n_cells));
        for (std::size_t c = 0; c < n_genes; ++c) {
            const std::vector<float> gene = x.gene(c, job);
            for (std::size_t r = 0; r < n_cells; ++r) {
                QCOMPARE(dense(r, c), value(r, c));
                QCOMPARE(gene[r], value(r, c));
            }
        }
    }

  private Q_SLOTS:
    void every_type_of_matrix() {
        REGULUS_NEED_PYTHON("h5py", "scipy.sparse");
        const auto made = test::run_python(make_matrices, {m_folder.path()});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        const QStringList files = QDir(m_folder.path()).entryList({"*.h5ad"});
        QCOMPARE(files.size(), 13 * 9 + 9 + 6);
        for (const QString& file : files) {
            for (const std::size_t in_memory : {std::size_t{0}, std::size_t{1} << 20U}) {
                Job job;
                ReadOptions options;
                options.in_memory_bytes = in_memory;
                const auto dataset = read_dataset(m_folder.filePath(file).toStdString(), options, job);
                QVERIFY2(dataset->cells() == n_cells && dataset->assays.size() == 1, qPrintable(file));
                const Assay& x = dataset->assays[0];
                QCOMPARE(x.kind, ValueKind::Counts);
                const Matrix dense = to_dense(x.matrix->block(0, n_cells));
                QCOMPARE(x.var->size(), n_genes);
                for (std::size_t r = 0; r < n_cells; ++r) {
                    for (std::size_t c = 0; c < n_genes; ++c) {
                        QVERIFY2(dense(r, c) == value(r, c), qPrintable(file));
                    }
                }
                QCOMPARE(x.matrix->gene(3, job)[4], value(4, 3));
            }
        }
    }
    void matrix_by_gene_beyond_the_ceiling_is_turned_on_disk() {
        const QString file = m_folder.filePath("csc_f4_i4.h5ad");
        if (!QFile::exists(file)) QSKIP("needs the files of the test before");
        Job job;
        ReadOptions options;
        options.max_bytes = 100;
        options.in_memory_bytes = 0;
        options.cache.folder = m_folder.filePath("cache").toStdString();
        const auto dataset = read_dataset(file.toStdString(), options, job);
        const MatrixSource& x = *dataset->assay("X")->matrix;
        QVERIFY(dynamic_cast<const TurnedMatrix*>(&x) != nullptr);
        QCOMPARE(dataset->assay("X")->kind, ValueKind::Counts);
        QVERIFY(!dynamic_cast<const TurnedMatrix&>(x).ready());
        QCOMPARE(x.gene(3, job)[4], value(4, 3));
        x.prepare(job);
        QVERIFY(dynamic_cast<const TurnedMatrix&>(x).ready());
        check_values(x);
        // Without a cache it says what would help.
        options.cache.folder.clear();
        try {
            read_dataset(file.toStdString(), options, job);
            QFAIL("was read");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Memory);
            QVERIFY2(error.remedy().find("tocsr") != std::string::npos, error.what());
        }
    }
    void matrix_beyond_the_ceiling_has_an_index() {
        const QString file = m_folder.filePath("csr_f4_i4.h5ad");
        if (!QFile::exists(file)) QSKIP("needs the files of the test before");
        Job job;
        ReadOptions options;
        options.in_memory_bytes = 0;
        options.cache.folder = m_folder.filePath("cache").toStdString();
        const auto dataset = read_dataset(file.toStdString(), options, job);
        const auto* x = dynamic_cast<const IndexedMatrix*>(dataset->assay("X")->matrix.get());
        QVERIFY(x != nullptr);
        const auto log_values = log_normalised(*dataset->assay("X"));
        const std::vector<double> before = x->totals(job);
        const std::vector<float> gene = log_values->gene(3, job);
        log_values->prepare(job);
        QVERIFY(x->status().complete());
        QVERIFY(x->totals(job) == before);
        QVERIFY(log_normalised(*dataset->assay("X"))->gene(3, job) == gene);
        for (std::size_t r = 0; r < n_cells; ++r) {
            double total = 0;
            for (std::size_t c = 0; c < n_genes; ++c) total += value(r, c);
            QCOMPARE(before[r], total);
        }
        check_values(*x);
        // A cache that cannot be used is no reason not to open.
        options.cache.folder.clear();
        check_values(*read_dataset(file.toStdString(), options, job)->assay("X")->matrix);
    }
    void every_type_of_column() {
        REGULUS_NEED_PYTHON("h5py");
        const QString path = m_folder.filePath("table.h5ad");
        const auto made = test::run_python(make_table, {path});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        Job job;
        const auto d = read_dataset(path.toStdString(), {}, job);
        QVERIFY(d->simulated);
        QCOMPARE(d->obs.index, (std::vector<std::string>{"AAA", "AAA", "CCC", "GGGG"}));
        QCOMPARE(d->obs.index_name, std::string("barcode"));
        QCOMPARE(text_of(*d, "int"), std::string(R"(["1","-2","3","4"])"));
        QCOMPARE(text_of(*d, "nint"), std::string(R"(["1","nan","3","4"])"));
        QVERIFY(d->obs.find("nint")->numeric()->integral);
        QCOMPARE(text_of(*d, "nbool"), std::string("[1,0,1,-1]"));
        QCOMPARE(text_of(*d, "bool"), std::string("[1,0,1,1]"));
        QCOMPARE(text_of(*d, "cat"), std::string("[1,-1,0,1]"));
        const Categorical& cat = *d->obs.find("cat")->categorical();
        QCOMPARE(cat.categories, (std::vector<std::string>{"\u03b1", "b c"}));
        QCOMPARE(cat.colors, (std::vector<std::string>{"#ff0000", "#00ff00"}));
        QVERIFY(cat.ordered);
        const Categorical& numbers = *d->obs.find("numcat")->categorical();
        QCOMPARE(numbers.categories, (std::vector<std::string>{"10", "2"}));
        QCOMPARE(numbers.colors, (std::vector<std::string>{"#ff0000", "#00ff00"}));
        QVERIFY(numbers.codes.back() == -1 && numbers.kind == Categorical::Kind::Integers);
        QCOMPARE(d->obs.find("boolcat")->categorical()->categories,
                 (std::vector<std::string>{"False", "True"}));
        QCOMPARE(text_of(*d, "fixed"), std::string(R"(["ab","abc","","x y"])"));
        QCOMPARE(text_of(*d, "padded"), std::string(R"(["a","bb","ccc","dddd"])"));
        // A missing text is missing, and no empty one.
        QCOMPARE(text_of(*d, "nstr"), std::string("[0,1,-1,2]"));
        QCOMPARE(d->obs.find("nstr")->categorical()->categories, (std::vector<std::string>{"p", "q", "s"}));
        QCOMPARE(text_of(*d, "half"), std::string(R"(["0.5","nan","-1","65504"])"));
        QCOMPARE(d->obs.find("big")->numeric()->values[0], std::pow(2.0, 40));
        QCOMPARE(text_of(*d, "empty"), std::string(R"(["","","",""])"));
        for (const char* left_out : {"odd", "rec", "gone"}) QVERIFY(d->obs.find(left_out) == nullptr);
        QCOMPARE(d->embeddings.size(), 2U);
        QCOMPARE(d->embedding("X_umap")->coordinates(3, 1), 7.0F);
        QCOMPARE(d->embedding("one")->coordinates.cols, 1U);
        QCOMPARE(d->assays.size(), 2U);  // a layer of NaN can be looked at; one that does not fit cannot
        QVERIFY(d->assay("nan")->kind == ValueKind::NotFinite);
        std::string all;
        for (const std::string& warning : d->warnings) all += warning + "\n";
        for (const char* part :
             {"Duplicate names of cells: 1", "Duplicate names of genes: 1", "obs/odd", "obs/rec", "obs/gone",
              "obsm/short", "obsm/frame", "layers/nan", "layers/small"}) {
            QVERIFY2(all.find(part) != std::string::npos, part);
        }
        QCOMPARE(d->warnings.size(), 9U);
    }
};

QTEST_APPLESS_MAIN(H5adSyntheticTest)
#include "tst_h5ad_synthetic.moc"
