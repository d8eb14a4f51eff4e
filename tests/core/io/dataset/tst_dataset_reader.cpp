#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

#include "core/base/error.h"
#include "core/io/dataset/dataset_reader.h"
#include "tests/core/io/dataset_dump.h"
#include "tests/support/test_data.h"

using namespace regulus;

class DatasetReaderTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void real_files_as_others_read_them_data() {
        QTest::addColumn<QString>("file");
        for (const char* file : {"anndata/adata_v0.5.0.h5ad",
                                 "anndata/adata_v0.7.8.h5ad",
                                 "anndata/anndatar_example.h5ad",
                                 "anndata/example_anndata.h5ad",
                                 "anndata/pbmc-small-x-csc.h5ad",
                                 "anndata/pbmc-small-x-csr.h5ad",
                                 "anndata/pbmc-small-x-dense.h5ad",
                                 "anndata/pbmc_10k_protein_v3.h5ad",
                                 "anndata/scimilarity_test.h5ad",
                                 "pbmc3k/pbmc3k_seurat.h5ad",
                                 "kang_sle/kang_sle_pbmc.h5ad",
                                 "fetal_brain/test.h5ad",
                                 "pbmc68k/10x_pbmc68k_reduced.h5ad",
                                 "pbmc68k/pbmc68k_reduced_counts.h5ad",
                                 "pbmc8k/pbmc.h5ad",
                                 "human_cortex_nuclei/human_cortex_nuclei.h5ad",
                                 "mouse_cortex/mouse_cortex_zeisel200.h5ad",
                                 "reference/neighbors_shortcut_ref.h5ad",
                                 "10x/filtered_feature_bc_matrix.h5",
                                 "10x/filtered_gene_bc_matrices_h5.h5",
                                 "loom/expr_mat_small.loom",
                                 "loom/mouseBrain_toy.loom"}) {
            QTest::newRow(file) << file;
        }
    }
    void real_files_as_others_read_them() {
        QFETCH(QString, file);
        const QString path = test::data_file(file);
        REGULUS_NEED_DATA(path);
        REGULUS_NEED_PYTHON("anndata", "loompy");
        Job job;
        const auto dataset = read_dataset(path.toStdString(), {}, job);
        QTemporaryDir folder;
        test::dump(*dataset, folder.path());
        const auto result = test::run_python(test::compare_with_anndata, {path, folder.path()});
        QVERIFY2(result.exit_code == 0, qPrintable(result.output + result.errors));
        check_disk_equals_memory(*dataset);
    }
    void the_comparison_can_fail() {
        const QString path = test::data_file("anndata/anndatar_example.h5ad");
        REGULUS_NEED_DATA(path);
        REGULUS_NEED_PYTHON("anndata");
        Job job;
        Dataset dataset = *read_dataset(path.toStdString(), {}, job);
        CsrMatrix x = dataset.assays[0].matrix->block(0, dataset.cells());
        x.values[x.values.size() / 2] += 1;
        dataset.assays[0].matrix = std::make_shared<InMemoryMatrix>(std::move(x));
        std::get<Categorical>(dataset.obs.columns.back().values).codes[7] ^= 1;
        QTemporaryDir folder;
        test::dump(dataset, folder.path());
        const auto result = test::run_python(test::compare_with_anndata, {path, folder.path()});
        QVERIFY(result.exit_code == 1);
        QCOMPARE(result.output.trimmed(), QString("obs.leiden codes\nX values"));
    }
    void no_matrix() {
        const QString path = test::data_file("anndata/adata_v0.11.4.h5ad");
        REGULUS_NEED_DATA(path);
        Job job;
        const auto dataset = read_dataset(path.toStdString(), {}, job);
        QCOMPARE(dataset->cells(), 10U);
        QCOMPARE(dataset->assays.size(), 1U);
        QCOMPARE(dataset->assays[0].matrix->genes(), 20U);
        QCOMPARE(dataset->assays[0].kind, ValueKind::Empty);
        QCOMPARE(dataset->warnings.size(), 1U);
        QVERIFY(dataset->warnings[0].find("no expression values") != std::string::npos);
    }
    void kinds_and_colors_of_real_files() {
        const QString path = test::data_file("pbmc3k/pbmc3k_seurat.h5ad");
        REGULUS_NEED_DATA(path);
        Job job;
        const auto dataset = read_dataset(path.toStdString(), {}, job);
        QCOMPARE(dataset->cells(), 2638U);
        QCOMPARE(dataset->assay("X")->kind, ValueKind::Counts);
        QCOMPARE(dataset->assay("lognorm")->kind, ValueKind::LogNormalised);
        QVERIFY(dataset->warnings.empty());
        QVERIFY(!dataset->simulated);
        const auto scaled =
            read_dataset(test::data_file("pbmc68k/10x_pbmc68k_reduced.h5ad").toStdString(), {}, job);
        QCOMPARE(scaled->assay("X")->kind, ValueKind::Scaled);
        QCOMPARE(scaled->assay("raw")->kind, ValueKind::LogNormalised);
        QCOMPARE(scaled->obs.find("louvain")->categorical()->colors.size(), 11U);
    }

  private:
    // The same values whether they are cached or read from disk each time, by blocks, rows and genes.
    static void check_disk_equals_memory(const Dataset& cached) {
        ReadOptions options;
        options.in_memory_bytes = 0;
        Job job;
        const auto on_disk = read_dataset(cached.path, options, job);
        for (std::size_t a = 0; a < cached.assays.size(); ++a) {
            const MatrixSource &memory = *cached.assays[a].matrix, &disk = *on_disk->assays[a].matrix;
            const CsrMatrix all = memory.block(0, memory.cells()), again = disk.block(0, disk.cells());
            QVERIFY(all.offsets == again.offsets && all.columns == again.columns &&
                    all.values == again.values);
            const auto last = static_cast<std::uint32_t>(memory.cells() - 1);
            const std::vector<std::uint32_t> which{last, 0, last / 2, last / 2 + 1, 0};
            const CsrMatrix some = disk.rows(which);
            QCOMPARE(some.rows, which.size());
            for (std::size_t r = 0; r < which.size(); ++r) {
                QVERIFY(std::ranges::equal(some.row_columns(r), all.row_columns(which[r])));
                QVERIFY(std::ranges::equal(some.row_values(r), all.row_values(which[r])));
            }
            const std::size_t gene = memory.genes() / 2;
            QVERIFY(memory.gene(gene, job) == disk.gene(gene, job));
        }
    }
    static void expect(const QString& path, ErrorKind kind, const char* what, const char* remedy) {
        Job job;
        try {
            read_dataset(path.toStdString(), {}, job);
            QFAIL("was read");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), kind);
            QVERIFY2(error.problem().find(what) != std::string::npos, error.what());
            QVERIFY2(error.remedy().find(remedy) != std::string::npos, error.what());
        }
    }
};

QTEST_APPLESS_MAIN(DatasetReaderTest)
#include "tst_dataset_reader.moc"
