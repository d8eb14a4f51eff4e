#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/io/h5ad_reader.h"
#include "tests/core/io/dataset_dump.h"
#include "tests/support/test_data.h"

using namespace regulus;

class H5adReaderTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void real_files_as_anndata_reads_them_data() {
        QTest::addColumn<QString>("file");
        for (const char* file :
             {"anndata/adata_v0.7.8.h5ad", "anndata/anndatar_example.h5ad", "anndata/example_anndata.h5ad",
              "anndata/pbmc-small-x-csc.h5ad", "anndata/pbmc-small-x-csr.h5ad",
              "anndata/pbmc-small-x-dense.h5ad", "anndata/pbmc_10k_protein_v3.h5ad",
              "anndata/scimilarity_test.h5ad", "pbmc3k/pbmc3k_seurat.h5ad", "kang_sle/kang_sle_pbmc.h5ad",
              "fetal_brain/test.h5ad", "pbmc68k/10x_pbmc68k_reduced.h5ad",
              "pbmc68k/pbmc68k_reduced_counts.h5ad", "pbmc8k/pbmc.h5ad",
              "human_cortex_nuclei/human_cortex_nuclei.h5ad", "mouse_cortex/mouse_cortex_zeisel200.h5ad",
              "reference/neighbors_shortcut_ref.h5ad"}) {
            QTest::newRow(file) << file;
        }
    }
    void real_files_as_anndata_reads_them() {
        QFETCH(QString, file);
        const QString path = test::data_file(file);
        REGULUS_NEED_DATA(path);
        REGULUS_NEED_PYTHON("anndata");
        for (const std::size_t in_memory : {std::size_t{0}, std::size_t{512} << 20U}) {
            ReadOptions options;
            options.in_memory_bytes = in_memory;
            Job job;
            const auto dataset = read_h5ad(path.toStdString(), options, job);
            QTemporaryDir folder;
            test::dump(*dataset, folder.path());
            const auto result = test::run_python(test::compare_with_anndata, {path, folder.path()});
            QVERIFY2(result.exit_code == 0, qPrintable(result.output + result.errors));
        }
    }
};

QTEST_APPLESS_MAIN(H5adReaderTest)
#include "tst_h5ad_reader.moc"
