// Datasets of other kinds written as AnnData: python3-anndata finds in the new file what was read.
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/io/anndata/h5ad_export.h"
#include "core/io/dataset/dataset_reader.h"
#include "tests/core/io/dataset_dump.h"
#include "tests/support/test_data.h"

using namespace regulus;

class H5adExportTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void anndata_reads_what_was_read_data() {
        QTest::addColumn<QString>("file");
        for (const char* file :
             {"anndata/adata_v0.5.0.h5ad", "10x/filtered_feature_bc_matrix.h5", "loom/mouseBrain_toy.loom"}) {
            QTest::newRow(file) << file;
        }
    }
    void anndata_reads_what_was_read() {
        QFETCH(QString, file);
        const QString path = test::data_file(file);
        REGULUS_NEED_DATA(path);
        REGULUS_NEED_PYTHON("anndata");
        Job job;
        const auto dataset = read_dataset(path.toStdString(), {}, job);
        QVERIFY(!dataset->extendable);
        const std::string target = m_folder.filePath("out.h5ad").toStdString();
        write_with_results(*dataset, target, {}, {}, job);
        QTemporaryDir folder;
        test::dump(*dataset, folder.path());
        const auto result =
            test::run_python(test::compare_with_anndata, {m_folder.filePath("out.h5ad"), folder.path()});
        QVERIFY2(result.exit_code == 0, qPrintable(result.output + result.errors));
        // And so does Regulus.
        const auto again = read_dataset(target, {}, job);
        QVERIFY(again->extendable);
        QCOMPARE(again->obs.index, dataset->obs.index);
        QCOMPARE(again->assays.size(), dataset->assays.size());
        QCOMPARE(again->embeddings.size(), dataset->embeddings.size());
    }

    void results_replace_what_has_their_name() {
        Dataset dataset;
        dataset.obs = {
            {"a", "b"},
            "index",
            {{"x/y", Numeric{{1, 2}, true}}, {"_index", Text{{"p", "q"}}}, {"index", Text{{"r", "s"}}}}};
        dataset.added_columns = {"x/y"};
        auto var = std::make_shared<Table>(Table{{"g"}, "index", {}});
        CsrMatrix values;
        values.cols = 1;
        values.push_row(std::vector<std::int32_t>{0}, std::vector<float>{3});
        values.push_row({}, {});
        dataset.assays.push_back(
            {"X", std::make_shared<InMemoryMatrix>(std::move(values)), var, ValueKind::Counts});
        Matrix points(2, 2);
        points(1, 1) = 5;
        dataset.embeddings.push_back({"X_umap", Matrix(2, 3)});
        Job job;
        const std::string target = m_folder.filePath("small.h5ad").toStdString();
        write_with_results(dataset, target, {{"x/y", Numeric{{7, 8}, true}}}, {{"X_umap", points}}, job);
        const auto again = read_dataset(target, {}, job);
        QCOMPARE(again->obs.find("x/y")->numeric()->values, (std::vector<double>{7, 8}));
        QCOMPARE(again->obs.find("index")->text()->values, (std::vector<std::string>{"p", "q"}));
        QCOMPARE(again->obs.find("index (2)")->text()->values, (std::vector<std::string>{"r", "s"}));
        QCOMPARE(again->embedding("X_umap")->coordinates(1, 1), 5.0F);
        QCOMPARE(again->embedding("X_umap")->coordinates.cols, 2U);
        // Rows that do not agree leave the file as it was.
        QVERIFY_EXCEPTION_THROWN(write_with_results(dataset, target, {{"z", Numeric{{1}, true}}}, {}, job),
                                 Error);
        QCOMPARE(read_dataset(target, {}, job)->obs.columns.size(), 3U);
    }

    void cancelled_leaves_nothing() {
        const QString path = test::data_file("loom/mouseBrain_toy.loom");
        REGULUS_NEED_DATA(path);
        Job job;
        const auto dataset = read_dataset(path.toStdString(), {}, job);
        job.cancel();
        QTemporaryDir folder;
        QVERIFY_EXCEPTION_THROWN(
            write_with_results(*dataset, folder.filePath("out.h5ad").toStdString(), {}, {}, job), Cancelled);
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    void added_columns_go_into_a_copy() {
        const QString path = test::data_file("anndata/pbmc-small-x-csr.h5ad");
        REGULUS_NEED_DATA(path);
        Job job;
        Dataset dataset = *read_dataset(path.toStdString(), {}, job);
        dataset.obs.columns.push_back({"from a table", Text{std::vector<std::string>(80, "yes")}});
        dataset.added_columns = {"from a table"};
        const std::string target = m_folder.filePath("copy.h5ad").toStdString();
        write_with_results(dataset, target, {{"result", Numeric{std::vector<double>(80, 2), true}}}, {}, job);
        const auto again = read_dataset(target, {}, job);
        QVERIFY(again->obs.find("from a table") != nullptr && again->obs.find("result") != nullptr);
        QVERIFY_EXCEPTION_THROWN(write_with_results(dataset, path.toStdString(), {}, {}, job), Error);
    }

  private:
    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(H5adExportTest)
#include "tst_h5ad_export.moc"
