// The scale of values that lie in a file beside other features, or by gene and too large to be turned around
// in memory.
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "core/data/normalise.h"
#include "core/io/dataset/dataset_reader.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

const char* const make_files = R"PY(
import sys, warnings
warnings.simplefilter("ignore")
import anndata, numpy as np, pandas as pd, scipy.sparse as sp
out = sys.argv[1] + "/"; rng = np.random.default_rng(2); cells, genes, proteins = 200, 600, 20
depth = rng.uniform(300, 3000, cells)[:, None]; mean = 1 / (np.arange(genes) + 8.0)
rna = rng.poisson(depth * mean / mean.sum()).astype("f8"); adt = rng.poisson(rng.uniform(2, 60, (cells, proteins))).astype("f8")
both = np.hstack([adt[:, :7], rna, adt[:, 7:]])
types = ["Antibody Capture"] * 7 + ["Gene Expression"] * genes + ["Antibody Capture"] * 13
names = ["AB%d" % i for i in range(7)] + ["GENE%d" % i for i in range(genes)] + ["AB%d" % i for i in range(7, 20)]
cp = lambda m, total=1e4: m / m.sum(1, keepdims=True) * total
def save(name, x, types=types, names=names, form=sp.csr_matrix):
    anndata.AnnData(form(x).astype("f4"), var=pd.DataFrame({"feature_types": types}, index=names)).write_h5ad(out + name + ".h5ad")
save("counts", both)
save("together", np.log1p(cp(both)))
save("together_median", np.log1p(cp(both, 1500.0)))
clr = np.log1p(adt / np.exp(np.log1p(adt).mean(1, keepdims=True))); one = np.log1p(cp(rna))
save("separately", np.hstack([clr[:, :7], one, clr[:, 7:]]))
kept = np.r_[0:7, 40:620]
save("some", np.log1p(cp(both))[:, kept], [types[i] for i in kept], [names[i] for i in kept])
only = ["Gene Expression"] * genes; symbols = ["GENE%d" % i for i in range(genes)]
save("plain", rna, only, symbols)
for name, x in {"usual": one, "log100k": np.log1p(cp(rna, 1e5)), "factors": np.log1p(rna / depth * 1000)}.items():
    save("csc_" + name, x, only, symbols, sp.csc_matrix)
)PY";

}  // namespace

class StoredScaleTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::shared_ptr<const Dataset> read(const char* file, std::size_t bytes = std::size_t{1} << 30U) const {
        Job job;
        ReadOptions options;
        options.cache.folder = m_folder.filePath("cache").toStdString();
        options.max_bytes = bytes;
        return read_dataset(m_folder.filePath(file).toStdString(), options, job);
    }
    static double difference(const Dataset& a, const Dataset& b) {
        const Matrix left = to_dense(log_normalised(a.assays[0])->block(0, a.cells()));
        const Matrix right = to_dense(log_normalised(b.assays[0])->block(0, b.cells()));
        if (left.values.size() != right.values.size()) return 1e9;
        double most = 0;
        for (std::size_t i = 0; i < left.values.size(); ++i)
            most = std::max(most, static_cast<double>(std::abs(left.values[i] - right.values[i])));
        return most;
    }
    static bool has_warning(const Dataset& dataset, const char* part) {
        return std::ranges::any_of(dataset.warnings,
                                   [&](const auto& text) { return text.find(part) != std::string::npos; });
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("anndata");
        const auto made = test::run_python(make_files, {m_folder.path()});
        QVERIFY2(made.exit_code == 0, qPrintable(made.output + made.errors));
    }

    // The genes of a cell are what they are without antibodies beside them.
    void antibodies_beside_genes_data() {
        QTest::addColumn<bool>("together");
        QTest::newRow("together") << true;
        QTest::newRow("together_median") << true;
        QTest::newRow("separately") << false;
    }
    void antibodies_beside_genes() {
        QFETCH(const bool, together);
        const auto truth = read("counts.h5ad");
        const auto dataset = read(qPrintable(QString(QTest::currentDataTag()) + ".h5ad"));
        const ValueScale scale = scale_of(dataset->assays[0]);
        QVERIFY2(scale.known && !scale.guessed, describe_values(dataset->assays[0]).c_str());
        QVERIFY2(difference(*dataset, *truth) < 1e-3,
                 qPrintable(QString::number(difference(*dataset, *truth))));
        QCOMPARE(has_warning(*dataset, "together"), together);
    }
    // What antibodies have of the total cannot be told where genes are missing, too.
    void antibodies_beside_some_genes() {
        const auto dataset = read("some.h5ad");
        QVERIFY(!scale_of(dataset->assays[0]).known);
        QVERIFY(has_warning(*dataset, "together before some were removed"));
    }

    void by_gene_and_too_large_data() {
        QTest::addColumn<bool>("known");
        QTest::newRow("csc_usual") << true;
        QTest::newRow("csc_log100k") << true;
        QTest::newRow("csc_factors") << false;
    }
    void by_gene_and_too_large() {
        QFETCH(const bool, known);
        const QString file = QString(QTest::currentDataTag()) + ".h5ad";
        constexpr std::size_t little = 400'000;  // bytes; the matrix turned around needs more
        const auto small = read(qPrintable(file), little), whole = read(qPrintable(file));
        QCOMPARE(describe_values(small->assays[0]), describe_values(whole->assays[0]));
        QCOMPARE(scale_of(small->assays[0]).known, known);
        if (known) QVERIFY(difference(*small, *read("plain.h5ad")) < 1e-3);
        // Once it is turned, the cells are looked at themselves.
        QCOMPARE(describe_values(read(qPrintable(file), little)->assays[0]),
                 describe_values(whole->assays[0]));
    }
};

QTEST_APPLESS_MAIN(StoredScaleTest)
#include "tst_stored_scale.moc"
