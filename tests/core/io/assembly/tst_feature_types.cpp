// Features that are no genes beside those that are: antibodies, peaks, guides, in .h5ad and .h5mu.
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "core/base/error.h"
#include "core/io/assembly/feature_types.h"
#include "core/io/dataset/dataset_reader.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

const char* const make_files = R"PY(
import h5py, numpy as np, sys
out = sys.argv[1] + "/"
text = h5py.string_dtype()
rng = np.random.default_rng(1)
n = 40
genes = ["Gene%d" % i for i in range(12)]
def enc(o, kind, version): o.attrs["encoding-type"], o.attrs["encoding-version"] = kind, version; return o
def strings(g, name, values): return enc(g.create_dataset(name, data=np.array(values, object), dtype=text), "string-array", "0.2.0")
def categorical(g, name, values):
    c = enc(g.create_group(name), "categorical", "0.2.0"); c.attrs["ordered"] = False
    cats = sorted(set(v for v in values if v))
    strings(c, "categories", cats)
    enc(c.create_dataset("codes", data=np.array([cats.index(v) if v else -1 for v in values], "i1")), "array", "0.2.0")
def frame(g, name, index, columns={}):
    f = enc(g.create_group(name), "dataframe", "0.2.0"); f.attrs["_index"] = "_index"
    f.attrs["column-order"] = np.array(list(columns), object) if columns else np.array([], "f8")
    strings(f, "_index", index)
    for k, (how, v) in columns.items(): how(f, k, v)
def fill(g, x, names, var, obs=None, raw=None, layer=None):
    enc(g, "anndata", "0.1.0"); enc(g.create_dataset("X", data=x), "array", "0.2.0")
    frame(g, "obs", ["c%d" % i for i in range(len(x))], obs or {}); frame(g, "var", names, var)
    if layer is not None: enc(g.create_group("layers"), "dict", "0.1.0").create_dataset("counts", data=layer)
    if raw is not None:
        r = enc(g.create_group("raw"), "raw", "0.1.0"); r.create_dataset("X", data=raw[0]); frame(r, "var", raw[1], raw[2])
rna = rng.poisson(2, (n, 12)).astype("f4"); adt = rng.poisson(200, (n, 3)).astype("f4"); peaks = rng.poisson(1, (n, 5)).astype("f4")
ab = ["AB_CD3", "AB_CD4", "AB_CD8"]; pk = ["chr1:%d-%d" % (i, i + 1) for i in range(5)]
mixed = np.hstack([adt[:, :1], rna, adt[:, 1:], peaks]); names = ab[:1] + genes + ab[1:] + pk
kinds = ["Antibody Capture"] + ["Gene Expression"] * 12 + ["Antibody Capture"] * 2 + ["Peaks"] * 5
with h5py.File(out + "mixed.h5ad", "w") as f:
    fill(f, mixed, names, {"feature_types": (categorical, kinds)}, layer=mixed * 2, raw=(mixed * 3, names, {"feature_types": (strings, kinds)}))
with h5py.File(out + "spelt.h5ad", "w") as f:
    fill(f, mixed, names, {"modality": (strings, [{"Antibody Capture": "protein", "Gene Expression": "RNA", "Peaks": "ATAC"}[k] for k in kinds])})
with h5py.File(out + "unknown_type.h5ad", "w") as f:
    fill(f, mixed, names, {"feature_types": (categorical, ["My own" if k == "Peaks" else k if k == "Gene Expression" else None for k in kinds])})
with h5py.File(out + "antibodies.h5ad", "w") as f: fill(f, adt, ab, {"feature_types": (categorical, ["Antibody Capture"] * 3)})
with h5py.File(out + "biotypes.h5ad", "w") as f: fill(f, rna, genes, {"feature_type": (categorical, ["protein_coding", "lncRNA"] * 6)})
def mudata(name, parts):
    with h5py.File(out + name, "w") as f:
        enc(f, "MuData", "0.1.0"); mod = f.create_group("mod")
        for k, (x, v, var) in parts.items(): fill(mod.create_group(k), x, v, var)
        cells = ["c%d" % i for i in range(n)][::-1]
        frame(f, "obs", cells, {"cell": (strings, cells), list(parts)[0] + ":own": (strings, cells)}); frame(f, "var", [])
mudata("named.h5mu", {"gene": (rna, genes, {}), "guide": (adt, ["g1", "g2", "g3"], {})})
mudata("typed.h5mu", {"a": (adt, ab, {"feature_types": (categorical, ["Antibody Capture"] * 3)}), "b": (rna, genes, {"feature_types": (categorical, ["Gene Expression"] * 12)})})
mudata("mixed.h5mu", {"all": (mixed, names, {"feature_types": (categorical, kinds)}), "prot": (adt, ab, {})})
mudata("known_others.h5mu", {"airr_tcr": (adt, ab, {}), "cells_of_mine": (rna, genes, {}), "prot": (adt, ab, {})})
)PY";

bool has_warning(const Dataset& dataset, const std::string& part) {
    return std::ranges::any_of(dataset.warnings,
                               [&](const auto& text) { return text.find(part) != std::string::npos; });
}

}  // namespace

class FeatureTypesTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::shared_ptr<const Dataset> read(const char* file, const std::string& part = {}) const {
        Job job;
        ReadOptions options;
        options.cache.folder.clear();
        options.part = part;
        return read_dataset(m_folder.filePath(file).toStdString(), options, job);
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("h5py");
        const auto made = test::run_python(make_files, {m_folder.path()});
        QVERIFY2(made.exit_code == 0, qPrintable(made.output + made.errors));
    }

    void only_genes_count_data() {
        QTest::addColumn<QString>("file");
        QTest::newRow("10x words") << "mixed.h5ad";
        QTest::newRow("other words") << "spelt.h5ad";
        QTest::newRow("MuData") << "mixed.h5mu";
    }
    void only_genes_count() {
        QFETCH(QString, file);
        const auto dataset = read(qPrintable(file));
        for (const Assay& assay : dataset->assays) {
            QCOMPARE(assay.matrix->genes(), 12U);
            QCOMPARE(assay.var->index.front(), std::string("Gene0"));
            QCOMPARE(assay.var->index.back(), std::string("Gene11"));
            QCOMPARE(assay.kind, ValueKind::Counts);
        }
        // Counts of cells are those of genes alone: some 24, where antibodies have 600.
        QVERIFY(dataset->assays.front().molecules < 100);
        QVERIFY(has_warning(*dataset, "Features other than genes are not used: 3 of type"));
    }

    void layers_and_raw_follow() {
        const auto dataset = read("mixed.h5ad");
        const auto sum = [&](const char* name) {
            Job job;
            return dataset->assay(name)->matrix->totals(job).front();
        };
        QCOMPARE(sum("counts"), 2 * sum("X"));
        QCOMPARE(sum("raw"), 3 * sum("X"));
        QCOMPARE(std::ranges::count_if(
                     dataset->warnings,
                     [](const auto& text) { return text.find("other than genes") != std::string::npos; }),
                 1);
    }

    void others_when_asked_for() {
        const auto whole = read("mixed.h5ad");
        QCOMPARE(whole->parts, (std::vector<std::string>{"Gene Expression", "Antibody Capture", "Peaks"}));
        QCOMPARE(whole->part, std::string("Gene Expression"));
        const auto some = read("mixed.h5ad", "Antibody Capture");
        QCOMPARE(some->assay("X")->var->index, (std::vector<std::string>{"AB_CD3", "AB_CD4", "AB_CD8"}));
        QVERIFY(
            has_warning(*some, "Other features are not used: 12 of type Gene Expression, 5 of type Peaks"));
        try {
            read("mixed.h5ad", "Guides");
            QFAIL("there is no such type");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Usage);
            QVERIFY(error.remedy().find("Antibody Capture") != std::string::npos);
        }
    }

    void a_type_of_ones_own_is_no_gene_and_none_is_one() {
        QCOMPARE(read("unknown_type.h5ad")->assay("X")->matrix->genes(), 15U);
    }

    void nothing_but_antibodies_is_said() {
        const auto dataset = read("antibodies.h5ad");
        QCOMPARE(dataset->assay("X")->matrix->genes(), 3U);
        QVERIFY(has_warning(*dataset, "No feature is marked as a gene"));
    }

    void biotypes_are_no_types_of_features() {
        const auto dataset = read("biotypes.h5ad");
        QCOMPARE(dataset->assay("X")->matrix->genes(), 12U);
        QVERIFY(dataset->warnings.empty());
    }

    void the_modality_of_genes_is_found_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("modality");
        QTest::newRow("by its name") << "named.h5mu"
                                     << "gene";
        QTest::newRow("by its features") << "typed.h5mu"
                                         << "b";
        QTest::newRow("by what the others are") << "known_others.h5mu"
                                                << "cells_of_mine";
    }
    void the_modality_of_genes_is_found() {
        QFETCH(QString, file);
        QFETCH(QString, modality);
        const auto dataset = read(qPrintable(file));
        QCOMPARE(QString::fromStdString(dataset->part), modality);
        QCOMPARE(dataset->assay("X")->matrix->genes(), 12U);
        // What the file says of all cells follows the cells' names.
        QCOMPARE(dataset->obs.find("cell")->text()->values, dataset->obs.index);
    }

    void a_column_of_the_modality_that_only_the_whole_has() {
        const auto dataset = read("named.h5mu");
        QVERIFY(dataset->obs.find("own") != nullptr);
        QCOMPARE(dataset->obs.find("own")->text()->values, dataset->obs.index);
    }
};

QTEST_APPLESS_MAIN(FeatureTypesTest)
#include "tst_feature_types.moc"
