// regulus info on every file of the test data: it opens as what it is, with the shapes, labels and counts
// that shared/data/README.md states, or says why not.
#include <QDirIterator>
#include <QTest>
#include <map>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

namespace {

struct Expected {
    const char* file;
    const char* format;
    int cells, genes;
    const char* label;  // "" where the file has none
    int classes;
    const char* x;
};

constexpr Expected data_sets[] = {
    {"10x/1.2.0_hg19_chr21", "10x folder", 12, 343, "", 0, "counts"},
    {"10x/1.2.0_hg19_chr21/barcodes.tsv", "10x folder", 12, 343, "", 0, "counts"},
    {"10x/1.2.0_hg19_chr21/genes.tsv", "10x folder", 12, 343, "", 0, "counts"},
    {"10x/1.2.0_hg19_chr21/matrix.mtx", "10x folder", 12, 343, "", 0, "counts"},
    {"10x/3.0.0", "10x folder", 1107, 507, "", 0, "counts"},
    {"10x/3.0.0/barcodes.tsv.gz", "10x folder", 1107, 507, "", 0, "counts"},
    {"10x/3.0.0/features.tsv.gz", "10x folder", 1107, 507, "", 0, "counts"},
    {"10x/3.0.0/matrix.mtx.gz", "10x folder", 1107, 507, "", 0, "counts"},
    {"10x/filtered_feature_bc_matrix.h5", "10x HDF5 (CellRanger 3 or later)", 1107, 507, "", 0, "counts"},
    {"10x/filtered_gene_bc_matrices_h5.h5", "10x HDF5 (CellRanger 2)", 12, 343, "", 0, "counts"},
    {"anndata/adata_v0.11.4.h5ad", "AnnData 0.8 or newer", 10, 20, "", 0, "empty"},
    {"anndata/adata_v0.5.0.h5ad", "AnnData before 0.7", 700, 765, "bulk_labels", 10, "scaled"},
    {"anndata/adata_v0.7.8.h5ad", "AnnData 0.7", 30, 20, "", 0, "counts"},
    {"anndata/anndatar_example.h5ad", "AnnData 0.8 or newer", 50, 100, "leiden", 6, "log-normalised"},
    {"anndata/example_anndata.h5ad", "AnnData 0.7", 200, 459, "louvain", 6, "log-normalised"},
    {"anndata/pbmc-small-x-csc.h5ad", "AnnData 0.8 or newer", 80, 20, "groups", 2, "scaled"},
    {"anndata/pbmc-small-x-csr.h5ad", "AnnData 0.8 or newer", 80, 20, "groups", 2, "scaled"},
    {"anndata/pbmc-small-x-dense.h5ad", "AnnData 0.8 or newer", 80, 20, "groups", 2, "scaled"},
    {"anndata/pbmc_10k_protein_v3.h5ad", "AnnData 0.7", 200, 16727, "", 0, "counts"},
    {"anndata/scimilarity_test.h5ad", "AnnData 0.8 or newer", 1000, 1000, "", 0, "log-normalised"},
    {"fetal_brain/test.h5ad", "AnnData 0.8 or newer", 2237, 2000, "cell_type", 10, "log-normalised"},
    {"human_cortex_nuclei/human_cortex_nuclei.h5ad", "AnnData 0.8 or newer", 500, 1000, "cell_type", 6,
     "counts"},
    {"kang_sle/kang_sle_pbmc.h5ad", "AnnData 0.8 or newer", 12261, 1287, "cell_type", 8, "counts"},
    {"loom/expr_mat_small.loom", "loom 3.0.0", 100, 200, "", 0, "counts"},
    {"loom/mouseBrain_toy.loom", "loom 3.0.0", 200, 862, "CellType", 5, "counts"},
    {"mouse_cortex/mouse_cortex_zeisel200.h5ad", "AnnData 0.8 or newer", 3005, 200, "cell_type", 7, "counts"},
    {"pbmc3k/pbmc3k_seurat.h5ad", "AnnData 0.8 or newer", 2638, 13714, "cell_type", 9, "counts"},
    {"pbmc68k/10x_pbmc68k_reduced.h5ad", "AnnData 0.8 or newer", 700, 765, "bulk_labels", 10, "scaled"},
    {"pbmc68k/pbmc68k_reduced_counts.h5ad", "AnnData 0.8 or newer", 700, 765, "bulk_labels", 10, "counts"},
    {"pbmc8k/pbmc.h5ad", "AnnData 0.8 or newer", 7480, 200, "cell_type", 7, "counts"},
    {"reference/decoupleR_mat.csv", "text table", 24, 12, "", 0, "log-normalised"},
    {"reference/neighbors_shortcut_ref.h5ad", "AnnData 0.8 or newer", 100, 5, "leiden", 7, "empty"},
};

struct ExpectedPrior {
    const char* file;
    std::map<std::string, int> counts;
};

const std::vector<ExpectedPrior>& priors() {
    static const std::vector<ExpectedPrior> all{
        {"priors/collectri.csv", {{"listed", 43178}, {"tfs", 1186}, {"targets", 6692}, {"repressing", 5818}}},
        {"priors/dorothea_hs.tsv", {{"listed", 486751}, {"tfs", 1395}}},
        {"priors/dorothea_mm_ABC.tsv", {{"listed", 13733}}},
        {"priors/trrust_rawdata.human.tsv",
         {{"listed", 9396},
          {"tfs", 795},
          {"targets", 2492},
          {"repeated", 853},
          {"differing", 845},
          {"conflicting", 207},
          {"repeating_rows", 969}}},
        {"priors/trrust_rawdata.mouse.tsv",
         {{"listed", 7057}, {"tfs", 827}, {"targets", 2092}, {"repeating_rows", 567}}},
        {"priors/m_TF.gmt", {{"tfs", 2040}}},
        {"priors/reactome.gmt", {{"tfs", 674}}},
        {"priors/GSE60361.motifs.csv.gz", {{"records", 10760}}},
        {"priors/allTFs_hg38.txt", {{"names", 1797}}},
        {"priors/allTFs_mm.txt", {{"names", 1721}}},
        {"priors/lambert2018.txt", {{"names", 1639}}},
        {"reference/decoupleR_net.csv", {{"listed", 10}}},
    };
    return all;
}

// Tables of something else: none of them is taken for expression, and each is refused or read as the list of
// pairs that it might be.
constexpr const char* others[] = {"pbmc68k/cell_ranger_hvg.csv",          "pbmc68k/seurat_hvg.csv",
                                  "reference/decoupleR_expected_ulm.csv", "reference/lisi_lisi.tsv.gz",
                                  "reference/lisi_metadata.tsv.gz",       "reference/lisi_x.tsv.gz",
                                  "reference/pbmc_3500_meta.tsv.gz",      "reference/pbmc_3500_pcs.tsv.gz"};

}  // namespace

class TestEveryFile : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void dataSets_data() {
        QTest::addColumn<int>("number");
        for (int i = 0; i < int(std::size(data_sets)); ++i) QTest::newRow(data_sets[i].file) << i;
    }
    void dataSets() {
        QFETCH(int, number);
        const Expected& expected = data_sets[number];
        const QString path = data_file(expected.file);
        REGULUS_NEED_DATA(path);
        const Ran ran = run({"info", path, "--json"});
        QVERIFY2(ran.exit_code == 0 && !ran.json_broken, ran.all().c_str());
        const auto said = ran.last();
        QCOMPARE(said["format"].get<std::string>(), std::string(expected.format));
        QCOMPARE(said["cells"].get<int>(), expected.cells);
        QCOMPARE(said["genes"].get<int>(), expected.genes);
        QCOMPARE(said["x"].get<std::string>(), std::string(expected.x));
        QCOMPARE(said["labels"].empty(), *expected.label == '\0');
        if (*expected.label == '\0') return;
        QCOMPARE(said["labels"][0]["column"].get<std::string>(), std::string(expected.label));
        QCOMPARE(said["labels"][0]["classes"].get<int>(), expected.classes);
    }

    void priorsAndLists() {
        for (const ExpectedPrior& expected : priors()) {
            const QString path = data_file(expected.file);
            REGULUS_NEED_DATA(path);
            const Ran ran = run({"info", path, "--json"});
            QVERIFY2(ran.exit_code == 0 && !ran.json_broken, ran.all().c_str());
            for (const auto& [count, value] : expected.counts) {
                QVERIFY2(ran.last().contains(count), (std::string(expected.file) + " " + count).c_str());
                QVERIFY2(ran.last()[count].get<int>() == value, ran.all().c_str());
            }
        }
    }
    void confidences() {
        const QString path = data_file("priors/dorothea_hs.tsv");
        REGULUS_NEED_DATA(path);
        const auto said = run({"info", path, "--json"}).last()["confidence"];
        const std::map<std::string, int> expected{
            {"A", 5406}, {"B", 1214}, {"C", 7413}, {"D", 10314}, {"E", 462404}};
        for (const auto& [letter, edges] : expected) QCOMPARE(said[letter].get<int>(), edges);
    }

    void otherTables() {
        for (const char* file : others) {
            const QString path = data_file(file);
            REGULUS_NEED_DATA(path);
            const Ran ran = run({"info", path, "--json"});
            QVERIFY2(!ran.json_broken && (ran.exit_code == 0 || ran.exit_code == 3), ran.all().c_str());
            if (ran.exit_code == 0)
                QVERIFY2(ran.last()["kind"] == "prior", ran.all().c_str());
            else
                QVERIFY2(!ran.last()["error"]["message"].get<std::string>().empty(), ran.all().c_str());
        }
    }

    // No file is forgotten here.
    void theTableIsComplete() {
        const QString readme = data_file("README.md");
        REGULUS_NEED_DATA(readme);
        QStringList known{"README.md"};
        for (const Expected& expected : data_sets) known << expected.file;
        for (const ExpectedPrior& expected : priors()) known << expected.file;
        for (const char* file : others) known << file;
        const QDir folder = QFileInfo(readme).dir();
        QDirIterator files(folder.path(), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString file = folder.relativeFilePath(files.next());
            QVERIFY2(known.contains(file), qPrintable(file));
        }
    }
};

QTEST_GUILESS_MAIN(TestEveryFile)
#include "tst_every_file.moc"
