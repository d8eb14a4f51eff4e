// Which text is an expression matrix, and which is another table.
#include <QTemporaryDir>
#include <QTest>

#include "core/io/text/text_matrix_reader.h"
#include "tests/core/io/store_examples.h"
#include "tests/support/test_data.h"

using namespace regulus;

class TextMatrixKindsTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    std::string at(const QString& name) const { return m_folder.filePath(name).toStdString(); }

  private Q_SLOTS:
    void recognised_data() {
        QTest::addColumn<bool>("matrix");
        for (const char* prior : {"priors/GSE60361.motifs.csv.gz",
                                  "priors/allTFs_hg38.txt",
                                  "priors/allTFs_mm.txt",
                                  "priors/collectri.csv",
                                  "priors/lambert2018.txt",
                                  "priors/m_TF.gmt",
                                  "priors/reactome.gmt",
                                  "priors/trrust_rawdata.human.tsv",
                                  "priors/trrust_rawdata.mouse.tsv",
                                  "priors/dorothea_hs.tsv",
                                  "priors/dorothea_mm_ABC.tsv",
                                  "reference/decoupleR_net.csv",
                                  "reference/decoupleR_expected_ulm.csv",
                                  "reference/lisi_lisi.tsv.gz",
                                  "reference/lisi_metadata.tsv.gz",
                                  "reference/lisi_x.tsv.gz",
                                  "reference/pbmc_3500_meta.tsv.gz",
                                  "reference/pbmc_3500_pcs.tsv.gz",
                                  "pbmc68k/cell_ranger_hvg.csv",
                                  "pbmc68k/seurat_hvg.csv",
                                  "10x/3.0.0/features.tsv.gz",
                                  "10x/3.0.0/matrix.mtx.gz",
                                  "10x/3.0.0/barcodes.tsv.gz",
                                  "10x/1.2.0_hg19_chr21/matrix.mtx",
                                  "10x/filtered_feature_bc_matrix.h5"}) {
            QTest::newRow(prior) << false;
        }
        QTest::newRow("reference/decoupleR_mat.csv") << true;
    }
    void recognised() {
        const QString path = test::data_file(QString(QTest::currentDataTag()));
        REGULUS_NEED_DATA(path);
        QFETCH(bool, matrix);
        Job job;
        QCOMPARE(looks_like_text_matrix(path.toStdString(), job), matrix);
    }
    void other_tables() {
        Job job;
        const std::pair<const char*, const char*> tables[] = {
            {"adjacencies.tsv", "TF\ttarget\timportance\nSPI1\tLYZ\t3.5\nSPI1\tCST3\t2.5\n"},
            {"signed.csv", "TF,target,importance,regulation,rho\nSPI1,LYZ,3.5,1,0.4\nSPI1,CST3,2.5,1,0.3\n"},
            {"list.txt", "SPI1\nPAX5\n"},
            {"words.txt", "Some words about a file\nthat is no table at all, really\n"},
            {"umap.csv", "UMAP_1,UMAP_2,UMAP_3\n1.5,2,3\n2,3.5,4\n"},
            {"empty.csv", ""}};
        for (const auto& [name, text] : tables) {
            test::write_bytes(at(name), text);
            QVERIFY2(!looks_like_text_matrix(at(name), job), name);
        }
        QVERIFY(!looks_like_text_matrix(at("nothing"), job));
        QVERIFY(!looks_like_text_matrix(at(""), job));
    }
};

QTEST_GUILESS_MAIN(TextMatrixKindsTest)
#include "tst_text_matrix_kinds.moc"
