// Kinds of files and layouts that the test data lack, made by h5py and loompy: MuData, 10x with several
// genomes and kinds of features, loom 2 and SCope's additions, compression by plugins, old tables.
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/data/gene_names.h"
#include "core/io/dataset/dataset_reader.h"
#include "tests/core/io/dataset_dump.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

const char* const make_files = R"PY(
import ctypes, h5py, json, numpy as np, scipy.sparse as sp, pandas as pd, sys, warnings
warnings.simplefilter("ignore")
import anndata, hdf5plugin, loompy
from anndata.experimental import write_elem
out = sys.argv[1] + "/"
rng = np.random.default_rng(1)
n, g = 30, 12
x = rng.poisson(0.7, (n, g)).astype("f4")
cells = ["cell%d" % i for i in range(n)]
genes = ["Gene%d" % i for i in range(g)]

def modality(rows, names):
    obs = pd.DataFrame({"n": np.arange(len(rows)), "kind": pd.Categorical(["a", "b"] * (len(rows) // 2))},
                       index=[cells[i] for i in rows])
    a = anndata.AnnData(sp.csr_matrix(x[rows][:, :len(names)]), obs, pd.DataFrame(index=names), dtype="float32")
    a.obsm["X_pca"] = rng.normal(size=(len(rows), 3)).astype("f4")
    a.layers["twice"] = sp.csc_matrix(2 * a.X)
    return a
rna, protein = modality(list(range(0, 26)), genes), modality(list(range(4, 30)), ["CD%d" % i for i in range(5)])
order = rng.permutation(n)
common = pd.DataFrame({"donor": pd.Categorical(["d%d" % (i % 3) for i in order]), "depth": order * 0.5,
                       "kept": order % 2 == 0, "note": ["n%d" % i for i in order],
                       "rna:n": np.zeros(n), "prot:n": np.ones(n)}, index=[cells[i] for i in order])
def mudata(name, modalities):
    with h5py.File(out + name, "w") as f:
        for k, a in modalities.items():
            m = f.create_group("mod/" + k)
            m.attrs["encoding-type"] = "anndata"; m.attrs["encoding-version"] = "0.1.0"
            for part in ("X", "obs", "var", "obsm", "layers"): write_elem(m, part, getattr(a, part) if part in ("X", "obs", "var") else dict(getattr(a, part)))
        write_elem(f, "obs", common)
        write_elem(f, "obsm", {"X_joint": rng.normal(size=(n, 4)), "rna": np.ones(n, bool)})
mudata("both.h5mu", {"rna": rna, "prot": protein})
mudata("unnamed.h5mu", {"one": rna, "two": protein})
mudata("single.h5mu", {"only": rna})

def texts(values): return np.array([v.encode() for v in values])
def version3(name, types, genomes, prefixes=("",) * g):
    with h5py.File(out + name, "w") as f:
        m = f.create_group("matrix")
        c = sp.csr_matrix(x.astype("i4"))
        for k in ("data", "indices", "indptr"): m[k] = getattr(c, k).astype("i8" if k != "data" else "i4")
        m["shape"] = np.array([g, n], "i4"); m["barcodes"] = texts(cells)
        m["features/name"] = texts([p + v for p, v in zip(prefixes, genes)])
        m["features/id"] = texts([p + "ENSG%011d" % i for i, p in enumerate(prefixes)])
        m["features/feature_type"] = texts(types); m["features/genome"] = texts(genomes)
version3("features.h5", ["Gene Expression"] * 8 + ["Antibody Capture"] * 3 + ["CRISPR Guide Capture"], ["hg"] * 8 + [""] * 4)
version3("antibodies.h5", ["Antibody Capture"] * g, [""] * g)
version3("barnyard.h5", ["Gene Expression"] * g, ["hg"] * 7 + ["mm"] * 5)
version3("prefixes.h5", ["Gene Expression"] * g, ["GRCh38"] * 7 + ["mm10"] * 5, ["GRCh38_"] * 7 + ["mm10___"] * 5)
with h5py.File(out + "genomes.h5", "w") as f:
    for genome, rows in (("hg19", 10), ("mm10", 20)):
        m = f.create_group(genome)
        c = sp.csr_matrix(x[:rows].astype("i4"))
        for k in ("data", "indices", "indptr"): m[k] = getattr(c, k)
        m["shape"] = np.array([g, rows], "i4"); m["barcodes"] = texts(cells[:rows])
        m["gene_names"] = texts(genes); m["genes"] = texts([genome + "_%d" % i for i in range(g)])
with h5py.File(out + "molecules.h5", "w") as f: f["barcode_idx"] = [1]; f["molecule_info"] = [2]

about = {"embeddings": [{"id": -1, "name": "main map"}, {"id": 1, "name": "other map"}],
         "clusterings": [{"id": 0, "name": "cell types", "clusters": [{"id": 0, "description": "T"}, {"id": 1, "description": "B"}]}]}
points = rng.normal(size=(n, 4)).astype("f4")
pair = lambda a, b, names: np.array(list(zip(a, b)), dtype=[(k, "f4") for k in names])
loompy.create(out + "scope.loom", {"": x.T, "twice": 2 * x.T}, {"Gene": np.array(genes), "chromosome": np.array(["1", "2"] * 6)},
    {"CellID": np.array(cells), "age": np.arange(n), "Embedding": pair(points[:, 0], points[:, 1], ["_X", "_Y"]),
     "Embeddings_X": pair(points[:, 0], points[:, 2], ["-1", "1"]), "Embeddings_Y": pair(points[:, 1], points[:, 3], ["-1", "1"]),
     "Clusterings": np.array([(i % 2, i % 3) for i in range(n)], dtype=[("0", "i4"), ("1", "i4")]),
     "RegulonsAUC": pair(points[:, 3], points[:, 2], ["SPI1(+)", "PAX5(+)"])},
    file_attrs={"MetaData": json.dumps(about)})
about["clusterings"] = [{"id": "0", "name": "as text", "clusters": [{"id": "0", "description": "T"}, {"id": "1", "description": "B"}]},
                        {"id": "a", "name": "words", "clusters": [{"id": "x", "description": "X cells"}, {"id": 10, "description": "ten"}]}]
loompy.create(out + "texts.loom", {"": x.T}, {"Gene": np.array(genes)}, {"CellID": np.array(cells)})
with h5py.File(out + "texts.loom", "a") as f:
    f["col_attrs/Clusterings"] = np.array([(i % 2, b"x" if i % 3 else b"10" if i % 2 else b"9") for i in range(n)],
                                          dtype=[("0", "i4"), ("a", "S2")])
    f["attrs/MetaData"] = json.dumps(about)
with h5py.File(out + "two.loom", "w") as f:
    f.attrs["LOOM_SPEC_VERSION"] = "2.0.1"
    f.create_dataset("matrix", data=x.T, chunks=(5, 7), compression="gzip")
    f["row_attrs/var_names"] = texts(genes); f["col_attrs/obs_names"] = texts(cells)
    f["col_attrs/UMAP_1"] = points[:, 0]; f["col_attrs/UMAP_2"] = points[:, 1]; f["col_attrs/X_umap"] = points[:, 2:]; f["col_attrs/pca"] = points
    f.create_group("layers"); f["layers/wrong"] = np.zeros((3, 3)); f["col_attrs/short"] = [1, 2]
with h5py.File(out + "nameless.loom", "w") as f:
    f["matrix"] = x.T; f.create_group("row_attrs"); f.create_group("col_attrs")

zstd = ctypes.CDLL("libzstd.so.1")
zstd.ZSTD_compress.restype = ctypes.c_size_t
def packed(data):
    raw = data.tobytes(); room = ctypes.create_string_buffer(len(raw) + 1000)
    size = zstd.ZSTD_compress(room, ctypes.c_size_t(len(room)), raw, ctypes.c_size_t(len(raw)), 3)
    return room.raw[:size]
def h5ad(name):
    anndata.AnnData(None, pd.DataFrame(index=cells), pd.DataFrame(index=genes)).write_h5ad(out + name)
    f = h5py.File(out + name, "a")
    if "X" in f: del f["X"]
    return f
for name, how in (("blosc", hdf5plugin.Blosc(cname="zstd")), ("blosclz", hdf5plugin.Blosc(cname="blosclz", shuffle=2)),
                  ("lz4", hdf5plugin.LZ4())):
    with h5ad(name + ".h5ad") as f: f.create_dataset("X", data=x, chunks=(10, g), **how)
def zstd_file(name, spoil=lambda b: b):
    with h5ad(name) as f:
        p = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        p.set_chunk((10, g)); p.set_filter(32015, h5py.h5z.FLAG_OPTIONAL, (3,))
        d = h5py.Dataset(h5py.h5d.create(f.id, b"X", h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple((n, g)), p))
        for i in range(0, n, 10): d.id.write_direct_chunk((i, 0), spoil(packed(x[i:i + 10])))
zstd_file("zstd.h5ad")
zstd_file("zstd_torn.h5ad", lambda b: b[:-9])
with h5ad("unknown.h5ad") as f:
    p = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    p.set_chunk((10, g)); p.set_filter(32999, h5py.h5z.FLAG_OPTIONAL, ())
    d = h5py.Dataset(h5py.h5d.create(f.id, b"X", h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple((n, g)), p))
    d.id.write_direct_chunk((0, 0), b"abc")

with h5py.File(out + "old.h5ad", "w") as f:
    kind = np.dtype([("index", "S8"), ("type", "i1"), ("text", h5py.string_dtype()), ("flag", "?"), ("score", "f8"), ("wide", "f4", (3,))])
    f["obs"] = np.array([(c.encode(), i % 3 - 1, "t%d" % i, i % 2, i / 4, (1, 2, 3)) for i, c in enumerate(cells)], kind)
    f["var"] = np.array([(v.encode(),) for v in genes], [("index", "S8")])
    f["obsm"] = np.array([((i, -i),) for i in range(n)], [("X_tsne", "f8", (2,))])
    f["uns/type_categories"] = texts(["early", "late"]); f["uns/type_colors"] = texts(["#112233", "#AABBCC"])
    c = sp.csr_matrix(x)
    for k in ("data", "indices", "indptr"): f["X/" + k] = getattr(c, k)
    f["X"].attrs["h5sparse_format"] = "csr"; f["X"].attrs["h5sparse_shape"] = c.shape
    f["raw.X"] = x; f["raw.var"] = f["var"][:]
with h5py.File(out + "old_wrong_code.h5ad", "w") as f:
    f["obs"] = np.array([(b"a", 0), (b"b", 7)], [("index", "S8"), ("type", "i1")])
    f["var"] = np.array([(b"g",)], [("index", "S8")]); f["X"] = np.ones((2, 1)); f["uns/type_categories"] = texts(["x"])
)PY";

QString problem_text(const Error& error) {
    return QString::fromStdString(error.problem() + " | " + error.remedy());
}

bool has_warning(const Dataset& dataset, const std::string& part) {
    return std::ranges::any_of(dataset.warnings,
                               [&](const auto& text) { return text.find(part) != std::string::npos; });
}

}  // namespace

class OtherKindsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("anndata", "loompy", "hdf5plugin");
        const auto made = test::run_python(make_files, {m_folder.path()});
        QVERIFY2(made.exit_code == 0, qPrintable(made.output + made.errors));
    }

    void as_others_read_them_data() {
        QTest::addColumn<QString>("file");
        for (const char* file : {"both.h5mu", "features.h5", "blosc.h5ad", "blosclz.h5ad", "lz4.h5ad"}) {
            QTest::newRow(file) << file;
        }
    }
    void as_others_read_them() {
        QFETCH(QString, file);
        const auto dataset = read(file);
        QTemporaryDir folder;
        test::dump(*dataset, folder.path());
        const auto result = test::run_python(QString("import hdf5plugin\n") + test::compare_with_anndata,
                                             {m_folder.filePath(file), folder.path()});
        QVERIFY2(result.exit_code == 0, qPrintable(result.output + result.errors));
    }

    void modalities() {
        const auto rna = read("both.h5mu");
        QCOMPARE(rna->format, std::string("MuData, modality rna"));
        QCOMPARE(rna->parts, (std::vector<std::string>{"prot", "rna"}));
        QVERIFY(rna->obs.find("donor")->categorical() != nullptr);
        QVERIFY(rna->obs.find("rna:n") == nullptr);
        QVERIFY(rna->embedding("X_joint") != nullptr);
        QVERIFY(rna->embedding("rna") == nullptr);
        const auto protein = read("both.h5mu", "prot");
        QCOMPARE(protein->assay("X")->matrix->genes(), 5U);
        QCOMPARE(read("single.h5mu")->part, std::string("only"));
        expect("both.h5mu", "atac", ErrorKind::Usage, "It has prot, rna");
        expect("unnamed.h5mu", {}, ErrorKind::Input, "one, two");
        QCOMPARE(read("unnamed.h5mu", "two")->cells(), 26U);
    }

    void features_and_genomes() {
        const auto some = read("features.h5");
        QCOMPARE(some->assay("X")->matrix->genes(), 8U);
        QVERIFY(has_warning(*some, "3 of type Antibody Capture"));
        QCOMPARE(some->parts,
                 (std::vector<std::string>{"Gene Expression", "Antibody Capture", "CRISPR Guide Capture"}));
        QCOMPARE(read("features.h5", "Antibody Capture")->assay("X")->matrix->genes(), 3U);
        const auto both = read("barnyard.h5");
        QCOMPARE(both->parts, (std::vector<std::string>{"hg", "mm"}));
        QCOMPARE(both->assay("X")->matrix->genes(), 12U);
        QVERIFY(has_warning(*both, "several genomes (hg, mm)"));
        expect("antibodies.h5", {}, ErrorKind::Data, "No features are genes");
        const auto mouse = read("barnyard.h5", "mm");
        QCOMPARE(mouse->assay("X")->var->index.front(), std::string("Gene7"));
        Job job;
        const Matrix all = to_dense(both->assay("X")->matrix->block(0, 30));
        const auto gene = mouse->assay("X")->matrix->gene(2, job);
        for (std::size_t cell = 0; cell < 30; ++cell) QCOMPARE(gene[cell], all(cell, 9));
        expect("barnyard.h5", "rat", ErrorKind::Usage, "It has hg, mm");
        // Names stay as they are in the file; those of one genome match without it.
        const Table var = *read("prefixes.h5", "mm10")->assay("X")->var;
        QCOMPARE(var.index.back(), std::string("mm10___Gene11"));
        QCOMPARE(gene_names(var).names.back(), std::string("Gene11"));
    }
    void one_genome_of_an_old_file() {
        const auto most = read("genomes.h5");
        QCOMPARE(most->part, std::string("mm10"));
        QCOMPARE(most->cells(), 20U);
        QVERIFY(has_warning(*most, "several genomes (hg19, mm10)"));
        QCOMPARE(read("genomes.h5", "hg19")->cells(), 10U);
        expect("molecules.h5", {}, ErrorKind::Input, "filtered_feature_bc_matrix.h5");
    }

    void loom_with_what_scope_adds() {
        const auto d = read("scope.loom");
        QVERIFY2(d->format.starts_with("loom 3"), d->format.c_str());
        QCOMPARE(d->cells(), 30U);
        QCOMPARE(d->assays.size(), 2U);
        QCOMPARE(d->assay("X")->var->index.back(), std::string("Gene11"));
        QCOMPARE(d->obs.find("cell types")->categorical()->categories, (std::vector<std::string>{"T", "B"}));
        QCOMPARE(d->obs.find("cell types")->categorical()->codes[5], 1);
        QCOMPARE(d->obs.find("1")->categorical()->categories.size(), 3U);
        const Embedding* first = d->embedding("X_main map");
        const Embedding* second = d->embedding("X_other map");
        QVERIFY(first != nullptr && second != nullptr);
        QCOMPARE(d->embedding("RegulonsAUC")->coordinates(7, 0), second->coordinates(7, 1));
        QCOMPARE(d->embedding("RegulonsAUC")->coordinates(7, 1), second->coordinates(7, 0));
        Job job;
        const Matrix x = to_dense(d->assay("X")->matrix->block(3, 9));
        const auto gene = d->assay("twice")->matrix->gene(4, job);
        for (std::size_t i = 0; i < 6; ++i) QCOMPARE(gene[3 + i], 2 * x(i, 4));
    }
    // Ids of clusterings and of their groups are numbers in some files and texts in others.
    void clusterings_by_text() {
        const auto d = read("texts.loom");
        QVERIFY(d->obs.find("as text") != nullptr && d->obs.find("words") != nullptr);
        QCOMPARE(d->obs.find("as text")->categorical()->categories, (std::vector<std::string>{"T", "B"}));
        QCOMPARE(d->obs.find("as text")->categorical()->codes[5], 1);
        const Categorical& words = *d->obs.find("words")->categorical();
        QCOMPARE(words.categories, (std::vector<std::string>{"9", "ten", "X cells"}));
        QCOMPARE(words.codes[0], 0);
        QCOMPARE(words.codes[3], 1);
        QCOMPARE(words.codes[4], 2);
    }
    void loom_2_and_without_names() {
        const auto d = read("two.loom");
        QCOMPARE(d->format, std::string("loom 2.0.1"));
        QCOMPARE(d->obs.index[3], std::string("cell3"));
        // Two of one name are told apart.
        QCOMPARE(d->embedding("X_umap")->coordinates(2, 1), d->embedding("pca")->coordinates(2, 3));
        QCOMPARE(d->embedding("X_umap (2)")->coordinates(2, 1), d->embedding("pca")->coordinates(2, 1));
        expect("two.loom", "hg", ErrorKind::Usage, "only one part");
        QVERIFY(has_warning(*d, "layers/wrong") && has_warning(*d, "col_attrs/short"));
        const auto none = read("nameless.loom");
        QCOMPARE(none->obs.index[29], std::string("29"));
        QVERIFY(has_warning(*none, "they are numbered"));
    }

    void zstandard() {
        const Matrix packed = to_dense(read("zstd.h5ad")->assay("X")->matrix->block(0, 30));
        const Matrix plain = to_dense(read("lz4.h5ad")->assay("X")->matrix->block(0, 30));
        QVERIFY(packed.values == plain.values);
        expect("zstd_torn.h5ad", {}, ErrorKind::Input, "damaged");
        expect("unknown.h5ad", {}, ErrorKind::Input, "filter 32999");
    }

    void old_tables() {
        const auto d = read("old.h5ad");
        QCOMPARE(d->format, std::string("AnnData before 0.7"));
        const Categorical* type = d->obs.find("type")->categorical();
        QCOMPARE(type->codes[0], -1);
        QCOMPARE(type->colors, (std::vector<std::string>{"#112233", "#aabbcc"}));
        QCOMPARE(d->obs.find("flag")->boolean()->values[1], 1);
        QCOMPARE(d->obs.find("text")->text()->values[29], std::string("t29"));
        QVERIFY(has_warning(*d, "obs/wide"));
        QCOMPARE(d->embedding("X_tsne")->coordinates(6, 1), -6.0F);
        QVERIFY(d->assay("raw") != nullptr);
        expect("old_wrong_code.h5ad", {}, ErrorKind::Input, "out of range");
    }

  private:
    std::shared_ptr<const Dataset> read(const QString& file, const std::string& part = {}) const {
        Job job;
        ReadOptions options;
        options.part = part;
        return read_dataset(m_folder.filePath(file).toStdString(), options, job);
    }
    void expect(const QString& file, const std::string& part, ErrorKind kind, const char* text) const {
        try {
            const auto dataset = read(file, part);
            (void)dataset->assays.front().matrix->block(0, dataset->cells());
            QFAIL("was read");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), kind);
            QVERIFY2(problem_text(error).contains(text), qPrintable(problem_text(error)));
        }
    }

    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(OtherKindsTest)
#include "tst_other_kinds.moc"
