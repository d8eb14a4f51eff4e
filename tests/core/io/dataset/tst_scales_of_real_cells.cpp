// Real cells on scales that people leave behind, with a part of their genes: what is made of them is what is
// made of their counts, or they are refused.
#include <QTemporaryDir>
#include <QTest>

#include "core/data/normalise.h"
#include "core/io/dataset/dataset_reader.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

// argv: PBMC 3k, folder. "truth" is log1p of counts per 10,000 over all genes, of the genes that are kept.
const char* const make_files = R"PY(
import sys, warnings
warnings.simplefilter("ignore")
import anndata, numpy as np, pandas as pd, scipy.sparse as sp
a = anndata.read_h5ad(sys.argv[1]); out = sys.argv[2] + "/"; rng = np.random.default_rng(0)
m = sp.csr_matrix(a.X).astype("f8"); depth = np.asarray(m.sum(1)).ravel(); n = len(depth)
def cp(total, m=m): return (sp.diags(total / np.asarray(m.sum(1)).ravel()) @ m).tocsr()
def each(x, f): x = x.copy(); x.data = f(x.data); return x
log = each(cp(1e4), np.log1p); log2 = lambda x: np.log2(1 + x)
mean = np.asarray(log.mean(0)).ravel(); variance = np.asarray(log.multiply(log).mean(0)).ravel() - mean ** 2
kept = np.sort(np.argsort(-variance)[:2000])
def save(name, x, **obs):
    anndata.AnnData(sp.csr_matrix(x)[:, kept].astype("f4"), pd.DataFrame(obs, index=a.obs_names), a.var.iloc[kept][[]]).write_h5ad(out + name + ".h5ad")
factors = np.median(depth) / depth * rng.uniform(0.7, 1.4, n); scaled = each((sp.diags(factors) @ m).tocsr(), np.log1p)
fractions = each(m, lambda x: x * rng.uniform(0.9, 0.999, x.size))
rounded = lambda x, d: each(x, lambda v: v.round(d))
save("truth", log)
save("log_5k", each(cp(5e3), np.log1p)); save("log_20k", each(cp(2e4), np.log1p)); save("log2_million", each(cp(1e6), log2)); save("median", each(cp(np.median(depth)), np.log1p))
save("rounded_3", rounded(log, 3)); save("rounded_3_million", rounded(each(cp(1e6), log2), 3)); save("rounded_2_and_counts", rounded(log, 2), total_counts=depth)
save("factors", scaled, size_factors=1 / factors, n_counts=depth); save("factors_rounded_3", rounded(scaled, 3), size_factors=1 / factors, n_counts=depth)
save("counts", m, n_counts=depth); save("log_of_counts", each(m, np.log1p), total_counts=depth); save("fractions_and_counts", fractions, nCount_RNA=depth)
save("no_rounded_2", rounded(log, 2)); save("no_factors", scaled); save("no_totals", scaled, size_factors=1 / factors); save("no_size_factors", scaled, n_counts=depth)
save("no_agreeing_totals", scaled, size_factors=1 / factors, n_counts=depth, total_counts=np.asarray(m[:, kept].sum(1)).ravel())
save("no_totals_of_these_cells", scaled, size_factors=1 / factors, n_counts=rng.permutation(depth))
for d in (2, 3):
    save("no_factors_%d" % d, rounded(scaled, d)); save("no_fractions_%d" % d, rounded(each(cp(1e4, fractions), np.log1p), d))
lengths = cp(1e6, (m @ sp.diags(np.exp(rng.normal(0, 0.8, m.shape[1])))).tocsr())
save("no_lengths", lengths); save("no_lengths_log", each(lengths, log2)); save("fractions", fractions)
save("no_noise", each(log, lambda x: x * rng.uniform(0.8, 1.2, x.size)))
dense = log.toarray(); save("no_z_scores", (dense - dense.mean(0)) / np.maximum(dense.std(0), 1e-9))
random = np.where(rng.random((n, m.shape[1])) < 0.05, rng.exponential(1, (n, m.shape[1])), 0)
save("no_random", random); save("no_random_3", random.round(3))
)PY";

}  // namespace

class RealCellsTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    std::shared_ptr<const Dataset> read(const QString& name) const {
        Job job;
        ReadOptions options;
        options.cache.folder.clear();
        return read_dataset(m_folder.filePath(name + ".h5ad").toStdString(), options, job);
    }
    static Matrix values_of(const Dataset& dataset) {
        return to_dense(log_normalised(dataset.assays[0])->block(0, dataset.cells()));
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("anndata");
        const QString cells = test::data_file("pbmc3k/pbmc3k_seurat.h5ad");
        REGULUS_NEED_DATA(cells);
        const auto made = test::run_python(make_files, {cells, m_folder.path()}, 600'000);
        QVERIFY2(made.exit_code == 0, qPrintable(made.output + made.errors));
    }

    void brought_to_counts_per_10000_data() {
        QTest::addColumn<double>("difference");  // the largest of all values
        QTest::newRow("log_5k") << 1e-3;
        QTest::newRow("log_20k") << 1e-3;
        QTest::newRow("log2_million") << 1e-3;
        QTest::newRow("median") << 1e-3;
        QTest::newRow("rounded_3") << 0.002;
        QTest::newRow("rounded_3_million") << 0.002;
        QTest::newRow("rounded_2_and_counts") << 0.02;
        QTest::newRow("factors") << 0.002;
        QTest::newRow("factors_rounded_3") << 0.005;
        QTest::newRow("counts") << 1e-5;
        QTest::newRow("log_of_counts") << 1e-4;
        QTest::newRow("fractions_and_counts") << 0.11;  // a tenth of a count is gone
    }
    void brought_to_counts_per_10000() {
        QFETCH(const double, difference);
        const auto dataset = read(QTest::currentDataTag());
        QVERIFY2(scale_of(dataset->assays[0]).known, describe_values(dataset->assays[0]).c_str());
        QVERIFY(!scale_of(dataset->assays[0]).guessed);
        const Matrix made = values_of(*dataset), truth = values_of(*read("truth"));
        QCOMPARE(made.values.size(), truth.values.size());
        float most = 0;
        for (std::size_t i = 0; i < made.values.size(); ++i)
            most = std::max(most, std::abs(made.values[i] - truth.values[i]));
        QVERIFY2(static_cast<double>(most) < difference, qPrintable(QString::number(most)));
    }

    // Scanpy's 700 cells: counts of 765 genes, and what was made of them when all were there.
    void counts_of_variable_genes() {
        const QString counts = test::data_file("pbmc68k/pbmc68k_reduced_counts.h5ad");
        const QString whole = test::data_file("pbmc68k/10x_pbmc68k_reduced.h5ad");
        REGULUS_NEED_DATA(counts);
        REGULUS_NEED_DATA(whole);
        Job job;
        const auto made = read_dataset(counts.toStdString(), {}, job);
        const auto truth = read_dataset(whole.toStdString(), {}, job);
        const Matrix a = values_of(*made), b = to_dense(truth->assay("raw")->matrix->block(0, 700));
        QCOMPARE(a.values.size(), b.values.size());
        for (std::size_t i = 0; i < a.values.size(); ++i)
            QVERIFY(std::abs(a.values[i] - b.values[i]) < 6e-4F);  // three decimals there
    }

    // Counts with fractions are no scaled values.
    void fractions() { QVERIFY(scale_of(read("fractions")->assays[0]).known); }

    void refused_data() {
        QTest::addColumn<bool>("refused");
        for (const char* name :
             {"no_rounded_2", "no_factors", "no_totals", "no_size_factors", "no_agreeing_totals",
              "no_totals_of_these_cells", "no_factors_2", "no_factors_3", "no_fractions_2", "no_fractions_3",
              "no_lengths", "no_lengths_log", "no_noise", "no_z_scores", "no_random", "no_random_3"})
            QTest::newRow(name) << true;
    }
    void refused() {
        const auto dataset = read(QTest::currentDataTag());
        QVERIFY2(!scale_of(dataset->assays[0]).known, describe_values(dataset->assays[0]).c_str());
    }
};

QTEST_APPLESS_MAIN(RealCellsTest)
#include "tst_scales_of_real_cells.moc"
