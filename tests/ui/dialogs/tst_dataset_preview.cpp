// What the Open dialog says about real files, against figures worked out by other programs
// (shared/data/README.md, anndata).
#include "ui/dialogs/dataset_preview.h"

#include <QTest>

#include "core/io/dataset/dataset_reader.h"
#include "core/io/prior/prior_reader.h"
#include "tests/support/test_data.h"

using namespace regulus;

class TestDatasetPreview : public QObject {
    Q_OBJECT

    static DatasetPreview preview(const QString& path) {
        Job job;
        return previewDataset(read_dataset(path.toStdString(), {}, job));
    }

  private Q_SLOTS:
    void pbmc3kWithCollectri() {
        const QString data = test::data_file("pbmc3k/pbmc3k_seurat.h5ad"),
                      prior = test::data_file("priors/collectri.csv");
        REGULUS_NEED_DATA(data);
        const DatasetPreview p = preview(data);
        QCOMPARE(sizeText(p), QString("2,638 cells · 13,714 genes"));
        QCOMPARE(p.summary.modelling_assay, std::string("X"));
        QCOMPARE(assayText(*p.dataset->assay("X")), QString("X — counts"));
        QCOMPARE(assayText(*p.dataset->assay("lognorm")), QString("lognorm — log-normalised"));
        const Assay scaled{"scaled", nullptr, nullptr, ValueKind::Scaled};
        QVERIFY(assayText(scaled).contains("not suitable for training"));
        QCOMPARE(embeddingsText(p), QString("UMAP"));
        QCOMPARE(genesText(p), QString("symbols, human"));
        QVERIFY(!p.summary.labels.empty());
        QCOMPARE(columnText(p.summary.labels.front()), QString("cell_type (9 groups)"));
        Job job;
        const PriorPreview with = previewPrior(p, read_prior(prior.toStdString(), {}, job));
        QVERIFY2(with.usable.startsWith("18,812 of "), qPrintable(with.usable));
        QVERIFY2(with.usable.contains("694 TFs, 412 with at least 5 targets"), qPrintable(with.usable));
        QVERIFY(with.problem.isEmpty());
        QVERIFY2(with.lost.join(' ').contains("TF not in your data"), qPrintable(with.lost.join(' ')));
    }

    // Figures of `regulus info --expand-complexes` on the same files: what comes of complexes counts as well.
    void expandedComplexesCount() {
        const QString data = test::data_file("pbmc3k/pbmc3k_seurat.h5ad"),
                      prior = test::data_file("priors/collectri.csv");
        REGULUS_NEED_DATA(data);
        Job job;
        PriorOptions options;
        options.expand_complexes = true;
        const PriorPreview with = previewPrior(preview(data), read_prior(prior.toStdString(), options, job));
        QVERIFY2(with.usable.startsWith("22,747 of 48,240 "), qPrintable(with.usable));
        QVERIFY2(with.lost.contains("3,935 of the usable edges come from complexes"),
                 qPrintable(with.lost.join('\n')));
    }

    void ensemblIndexWithSymbolsInAColumn() {
        const QString data = test::data_file("fetal_brain/test.h5ad");
        REGULUS_NEED_DATA(data);
        const DatasetPreview p = preview(data);
        QCOMPARE(p.summary.gene_names.source, std::string("feature_name"));
        QVERIFY(std::ranges::count(p.geneColumns, "feature_name") == 1);
        QVERIFY2(embeddingsText(p).contains("UMAP") && embeddingsText(p).contains("t-SNE"),
                 qPrintable(embeddingsText(p)));
        QVERIFY2(columnText(p.summary.labels.front()).contains("groups"),
                 qPrintable(columnText(p.summary.labels.front())));
    }

    void mouseDataWithAHumanPriorSayTheWayOut() {
        const QString data = test::data_file("mouse_cortex/mouse_cortex_zeisel200.h5ad");
        const QString prior = test::data_file("priors/collectri.csv");
        REGULUS_NEED_DATA(data);
        const DatasetPreview p = preview(data);
        QVERIFY2(genesText(p).contains("mouse"), qPrintable(genesText(p)));
        Job job;
        const PriorPreview with = previewPrior(p, read_prior(prior.toStdString(), {}, job));
        QVERIFY2(with.problem.contains("mouse"), qPrintable(with.problem));
    }

    void aFileWithoutAnEmbeddingSaysWhatHappens() {
        const QString data = test::data_file("human_cortex_nuclei/human_cortex_nuclei.h5ad");
        REGULUS_NEED_DATA(data);
        const DatasetPreview p = preview(data);
        QVERIFY2(embeddingsText(p).contains("computed"), qPrintable(embeddingsText(p)));
        QVERIFY(!p.summary.batches.empty());
        QCOMPARE(p.summary.batches.front().name, std::string("donor_id"));
    }
};

QTEST_GUILESS_MAIN(TestDatasetPreview)
#include "tst_dataset_preview.moc"
