// Matrices with NaN in them are opened to be looked at: labels, maps and the genes without. Nothing is
// computed from them, and who tries is told where the NaN is.
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/data/normalise.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/workflow/dataset_summary.h"
#include "core/workflow/learning_assay.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

const char* const make_files = R"PY(
import sys, numpy as np, pandas as pd, scipy.sparse as sp, anndata
out = sys.argv[1]
rng = np.random.default_rng(0)
x = rng.poisson(1, (30, 8)).astype("f4")
bad = x.copy(); bad[4, 2] = np.nan; bad[9, 5] = np.inf
obs = pd.DataFrame({"cell_type": pd.Categorical(["a", "b"] * 15)}, index=["c%d" % i for i in range(30)])
var = pd.DataFrame(index=["SPI1", "LYZ", "B2M", "CD3D", "CD14", "PF4", "FTL", "GNLY"])
umap = {"X_umap": rng.normal(size=(30, 2))}
for name, m in (("dense", bad), ("csr", sp.csr_matrix(bad)), ("csc", sp.csc_matrix(bad))):
    anndata.AnnData(m, obs=obs, var=var, obsm=umap).write_h5ad(f"{out}/{name}.h5ad")
anndata.AnnData(bad, obs=obs, var=var, obsm=umap, layers={"counts": x}).write_h5ad(f"{out}/layer.h5ad")
anndata.AnnData(x - 1.5, obs=obs, var=var).write_h5ad(f"{out}/scaled.h5ad")
anndata.AnnData(0 * x, obs=obs, var=pd.DataFrame(index=["", "", "", "LYZ", "LYZ", "", "A1BG", "CD14"])).write_h5ad(f"{out}/zeros.h5ad")
)PY";

std::string said_by(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.kind() == ErrorKind::Data ? error.what() : std::string("other kind: ") + error.what();
    }
    return "nothing was thrown";
}

}  // namespace

class NotFiniteTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    std::shared_ptr<const Dataset> read(const QString& name) {
        Job job;
        return read_dataset(m_folder.filePath(name).toStdString(), {}, job);
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("anndata");
        const auto made = test::run_python(make_files, {m_folder.path()});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
    }
    void looked_at_data() {
        QTest::addColumn<QString>("file");
        for (const char* name : {"dense", "csr", "csc"}) QTest::newRow(name) << name + QString(".h5ad");
    }
    void looked_at() {
        QFETCH(const QString, file);
        const auto dataset = read(file);
        Job job;
        QCOMPARE(dataset->cells(), 30U);
        QVERIFY(dataset->assays[0].kind == ValueKind::NotFinite);
        QVERIFY(dataset->embedding("X_umap") != nullptr);
        const QString warning = QString::fromStdString(dataset->warnings.at(0));
        QVERIFY2(warning.contains("X has NaN") && warning.contains("cell 5, gene 3"), qPrintable(warning));
        QCOMPARE(dataset->assays[0].matrix->gene(0, job).size(), 30U);
        for (const std::size_t gene : {2U, 5U})
            QVERIFY(said_by([&] { (void)dataset->assays[0].matrix->gene(gene, job); }).find("NaN") !=
                    std::string::npos);
        // Whatever learns or computes says where.
        for (const auto& work : std::vector<std::function<void()>>{
                 [&] { (void)modelling_assay(*dataset); }, [&] { (void)learning_assay(*dataset, "X"); },
                 [&] { (void)log_normalised(dataset->assays[0]); }, [&] { (void)mapping_values(*dataset); },
                 [&] { (void)dataset->assays[0].matrix->block(0, 30); }}) {
            const std::string said = said_by(work);
            QVERIFY2(said.find("cell 5, gene 3") != std::string::npos, said.c_str());
        }
        QVERIFY(!can_be_mapped(*dataset));
    }
    void another_layer_serves() {
        QCOMPARE(modelling_assay(*read("layer.h5ad")).name, std::string("counts"));
    }
    void scaled_values_make_a_map() {
        const auto dataset = read("scaled.h5ad");
        QVERIFY(dataset->assays[0].kind == ValueKind::Scaled);
        QVERIFY(can_be_mapped(*dataset));
        QVERIFY(mapping_values(*dataset) == dataset->assays[0].matrix);
        QVERIFY(said_by([&] { (void)modelling_assay(*dataset); }).find("neither counts") !=
                std::string::npos);
    }

    void nothing_but_zeros_and_genes_without_names() {
        const auto dataset = read("zeros.h5ad");
        const Assay& x = dataset->assays.front();
        QVERIFY(x.kind == ValueKind::Empty && !scale_of(x).known);
        const std::vector<std::string> expected{"4 of 8 genes have no name",
                                                "Duplicate names of genes: 1, first LYZ"};
        QCOMPARE(dataset->warnings, expected);
        QCOMPARE(summarise(*dataset).warnings.back(),
                 std::string("All expression values are zero: no model can be trained"));
        QVERIFY(said_by([&] {
                    (void)learning_assay(*dataset, {});
                }).starts_with("All expression values are zero"));
    }
};

QTEST_APPLESS_MAIN(NotFiniteTest)
#include "tst_not_finite.moc"
