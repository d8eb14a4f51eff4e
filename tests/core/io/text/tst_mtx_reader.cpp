// Folders of Matrix Market text as CellRanger and GEO have them, against scipy and h5py, in all variants, and
// what must be refused.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>

#include "core/base/memory.h"
#include "core/base/random.h"
#include "core/data/gene_names.h"
#include "core/io/text/mtx_reader.h"
#include "tests/core/io/dataset_dump.h"
#include "tests/core/io/store_examples.h"
#include "tests/core/io/text/mtx_scripts.h"
#include "tests/core/io/text_reader_checks.h"
#include "tests/support/test_data.h"

using namespace regulus;
using test::qs;

namespace {

// What the Error says, "" when it could be read.
std::string outcome(const std::string& path, std::size_t max_bytes = std::size_t{8} << 20U) {
    Job job;
    ReadOptions options;
    options.max_bytes = max_bytes;
    options.cache.folder.clear();
    return test::outcome_of([&] { return read_tenx_folder(path, options, job); });
}

}  // namespace

class MtxReaderTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    bool m_made = false;

    std::string at(const QString& name) const { return m_folder.filePath(name).toStdString(); }
    // A folder with these files; the sound ones where not given.
    std::string sample(const char* name, const std::string& matrix, std::string barcodes = "AAAC-1\nAAAG-1\n",
                       std::string features = "G1\tCD3D\nG2\tLYZ\nG3\tNKG7\n") const {
        const std::string folder = at(name);
        std::filesystem::create_directories(folder);
        test::write_bytes(folder + "/matrix.mtx", matrix);
        test::write_bytes(folder + "/barcodes.tsv", barcodes);
        test::write_bytes(folder + "/genes.tsv", features);
        return folder;
    }

  private Q_SLOTS:
    void initTestCase() {
        if (!test::python_has({"numpy"})) return;
        const auto made = test::run_python(test::make_variants, {m_folder.path()});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        m_made = true;
    }
    void real_data_data() {
        QTest::addColumn<QString>("h5");
        QTest::newRow("10x/1.2.0_hg19_chr21") << QString();
        QTest::newRow("10x/3.0.0") << "10x/filtered_feature_bc_matrix.h5";
    }
    void real_data() {
        const QString folder = test::data_file(QString(QTest::currentDataTag()));
        REGULUS_NEED_DATA(folder);
        REGULUS_NEED_PYTHON("scipy", "h5py");
        QFETCH(QString, h5);
        QVERIFY(is_tenx_folder(folder.toStdString()));
        Job job;
        const auto data = read_tenx_folder(folder.toStdString(), {}, job);
        QTemporaryDir dump;
        test::dump(*data, dump.path());
        QStringList arguments{folder, dump.path()};
        if (!h5.isEmpty()) arguments << test::data_file(h5);
        const auto compared = test::run_python(test::compare_with_scipy, arguments);
        QVERIFY2(compared.exit_code == 0, qPrintable(compared.output + compared.errors));
    }
    void variants_data() {
        QTest::addColumn<QString>("folder");
        for (const char* name : {"v3",         "v2",          "mixed",       "mixed2",
                                 "prefix",     "prefix2",     "by_barcodes", "by_features",
                                 "outs",       "hg19",        "shuffled",    "by_gene",
                                 "real",       "real_e",      "pattern",     "array",
                                 "array_int",  "transposed",  "comments",    "blanks",
                                 "crlf",       "cr",          "no_last_end", "mark",
                                 "repeated",   "zeros",       "types",       "one_column",
                                 "no_symbols", "headers",     "quoted",      "repeated_names",
                                 "genomes",    "two_genomes", "no_genomes",  "both",
                                 "other_names"}) {
            QTest::newRow(name) << QString(name);
        }
    }
    void variants() {
        if (!m_made) QSKIP("Debian's python3 or numpy is missing");
        QFETCH(QString, folder);
        const auto want = QJsonDocument::fromJson(
                              QByteArray::fromStdString(test::bytes_of_file(at(folder + "/expected.json"))))
                              .object();
        const std::string path = at(folder + "/" + want["open"].toString());
        QVERIFY(is_tenx_folder(path));
        Job job;
        const auto data = read_tenx_folder(path, {}, job);
        const Assay& x = data->assays.at(0);
        QCOMPARE(test::json_of(data->obs.index), want["cells"].toArray());
        QCOMPARE(test::json_of(x.var->index), want["genes"].toArray());
        const Matrix dense = to_dense(x.matrix->block(0, x.matrix->cells()));
        const QJsonArray rows = want["dense"].toArray();
        QCOMPARE(dense.rows, std::size_t(rows.size()));
        for (std::size_t r = 0; r < dense.rows; ++r) {
            for (std::size_t c = 0; c < dense.cols; ++c) {
                QCOMPARE(dense(r, c), float(rows[int(r)].toArray()[int(c)].toDouble()));
            }
        }
        const QJsonArray warnings = want["warnings"].toArray();
        QCOMPARE(data->warnings.size(), std::size_t(warnings.size()));
        for (int i = 0; i < warnings.size(); ++i) {
            QVERIFY2(qs(data->warnings[std::size_t(i)]).contains(warnings[i].toString()),
                     data->warnings[std::size_t(i)].c_str());
        }
        if (!want["name"].toString().isEmpty()) QCOMPARE(qs(data->name), want["name"].toString());
        QVERIFY(std::filesystem::is_regular_file(data->path));
    }
    void annotation_of_genes() {
        if (!m_made) QSKIP("Debian's python3 or numpy is missing");
        Job job;
        const auto typed = read_tenx_folder(at("types"), {}, job);
        const Table& var = *typed->assays[0].var;
        QCOMPARE(var.find("gene_ids")->text()->values.at(1), std::string("ENSG00000000002"));
        QCOMPARE(var.find("feature_types")->categorical()->categories.at(0), std::string("Gene Expression"));
        QVERIFY(var.find("genome") == nullptr);
        const auto genomes = read_tenx_folder(at("genomes"), {}, job);
        QCOMPARE(genomes->assays[0].var->find("genome")->categorical()->categories.at(0),
                 std::string("GRCh38"));
    }
    void one_of_two_genomes() {
        if (!m_made) QSKIP("Debian's python3 or numpy is missing");
        Job job;
        const auto both = read_tenx_folder(at("two_genomes"), {}, job);
        QCOMPARE(both->parts, (std::vector<std::string>{"GRCh38", "mm10"}));
        QCOMPARE(both->part, std::string());
        ReadOptions options;
        options.part = "mm10";
        const auto mouse = read_tenx_folder(at("two_genomes"), options, job);
        QCOMPARE(mouse->part, options.part);
        QCOMPARE(mouse->parts, both->parts);
        QVERIFY(mouse->warnings.empty());
        const Table& var = *mouse->assays[0].var;
        QCOMPARE(var.index, (std::vector<std::string>{"mm10___TBCE", "mm10___NKG7"}));
        QCOMPARE(gene_names(var).names, (std::vector<std::string>{"TBCE", "NKG7"}));
        QCOMPARE(var.find("genome")->categorical()->categories, std::vector<std::string>{"mm10"});
        const Matrix all = to_dense(both->assays[0].matrix->block(0, both->cells()));
        const Matrix some = to_dense(mouse->assays[0].matrix->block(0, mouse->cells()));
        QCOMPARE(some.rows, all.rows);
        QCOMPARE(some.cols, std::size_t{2});
        for (std::size_t c = 0; c < all.rows; ++c) {
            QCOMPARE(some(c, 0), all(c, 3));
            QCOMPARE(some(c, 1), all(c, 4));
        }
        const auto said = [&](const char* folder, const char* part) {
            options.part = part;
            return test::outcome_of([&] { return read_tenx_folder(at(folder), options, job); });
        };
        QVERIFY(qs(said("two_genomes", "rn7")).contains("It has GRCh38, mm10"));
        QVERIFY(qs(said("v3", "mm10")).contains("It names none"));
        // What stands before an identifier is not always a genome.
        QVERIFY(read_tenx_folder(at("no_genomes"), {}, job)->parts.empty());
    }
    void refused_data() {
        QTest::addColumn<QString>("matrix");
        QTest::addColumn<QString>("message");
        const QString head = "%%MatrixMarket matrix coordinate integer general\n";
        QTest::newRow("no banner") << "3 2 1\n1 1 1\n"
                                   << "not a Matrix Market";
        QTest::newRow("symmetric") << "%%MatrixMarket matrix coordinate real symmetric\n3 3 0\n"
                                   << "symmetric";
        QTest::newRow("complex") << "%%MatrixMarket matrix coordinate complex general\n3 2 0\n"
                                 << "complex";
        QTest::newRow("other") << "%%MatrixMarket matrix coordinate words general\n3 2 0\n"
                               << "Unknown kind";
        QTest::newRow("no size") << head << "ends before";
        QTest::newRow("odd size") << head + "3 2\n"
                                  << "size line";
        QTest::newRow("negative size") << head + "-3 2 1\n"
                                       << "size line";
        QTest::newRow("more sizes") << head + "3 2 1 1\n"
                                    << "extra text";
        QTest::newRow("2^60 entries") << head + "3 2 1152921504606846976\n1 1 1\n"
                                      << "more than fit";
        QTest::newRow("2^64 entries") << head + "3 2 18446744073709551617\n1 1 1\n"
                                      << "size line";
        QTest::newRow("2^60 cells") << head + "3 1152921504606846976 1\n1 1 1\n"
                                    << "implausible";
        QTest::newRow("2^31-1 cells") << head + "3 2147483647 1\n1 1 1\n"
                                      << "do not match";
        QTest::newRow("huge array") << "%%MatrixMarket matrix array real general\n2147483647 2147483647\n1\n"
                                    << "more than fit";
        QTest::newRow("zero index") << head + "3 2 1\n0 1 1\n"
                                    << "outside";
        QTest::newRow("negative index") << head + "3 2 1\n-1 1 1\n"
                                        << "not a matrix entry";
        QTest::newRow("row beyond") << head + "3 2 1\n4 1 1\n"
                                    << "line 3";
        QTest::newRow("column beyond") << head + "3 2 1\n1 3 1\n"
                                       << "outside";
        QTest::newRow("no value") << head + "3 2 1\n1 1\n"
                                  << "not a number";
        QTest::newRow("word") << head + "3 2 1\n1 1 x\n"
                              << "\"x\" is not a number";
        QTest::newRow("nan") << head + "3 2 1\n1 1 nan\n"
                             << "not a number";
        QTest::newRow("infinite") << head + "3 2 1\n1 1 1e999\n"
                                  << "not a number";
        QTest::newRow("too large") << head + "3 2 1\n1 1 1e39\n"
                                   << "too large";
        QTest::newRow("four words") << head + "3 2 1\n1 1 1 1\n"
                                    << "extra text";
        QTest::newRow("too few") << head + "3 2 2\n1 1 1\n"
                                 << "incomplete: it has 1 of 2";
        QTest::newRow("too many") << head + "3 2 1\n1 1 1\n2 1 1\n"
                                  << "more than its 1";
        QTest::newRow("zero byte") << head + QString("3 2 1\n1 1 1\n").replace(2, 1, QChar(0)) << "not text";
        QTest::newRow("long line") << head + "%" + QString(10'000'000, 'x') + "\n3 2 1\n1 1 1\n"
                                   << "longer than 1 MiB";
        QTest::newRow("empty") << ""
                               << "empty";
        QTest::newRow("other shape") << head + "4 4 1\n1 1 1\n"
                                     << "4 × 4, with the names of 3 genes and 2 cells";
    }
    void refused() {
        QFETCH(QString, matrix);
        QFETCH(QString, message);
        const std::string said = outcome(sample("refused", matrix.toStdString()));
        QVERIFY2(qs(said).contains(message), said.c_str());
        QVERIFY2(said.starts_with("3 "), said.c_str());
    }
    void folders_that_do_not_serve() {
        const std::string matrix = "%%MatrixMarket matrix coordinate integer general\n3 2 1\n1 1 1\n";
        const std::string folder = sample("alone", matrix);
        QCOMPARE(outcome(folder), std::string());
        QVERIFY(!is_tenx_folder(at("nothing")));
        QVERIFY(qs(outcome(at("nothing"))).contains("No matrix.mtx"));
        std::filesystem::rename(folder + "/genes.tsv", folder + "/other.tsv");
        QVERIFY(is_tenx_folder(folder));
        QVERIFY(qs(outcome(folder)).contains("no features.tsv or genes.tsv beside it"));
        std::filesystem::rename(folder + "/other.tsv", folder + "/genes.tsv");
        test::write_bytes(folder + "/b_matrix.mtx", matrix);
        QVERIFY(qs(outcome(folder)).contains("holds 2 matrices"));
        QVERIFY(outcome(folder + "/matrix.mtx").empty());
        const std::string types = "a\tb\tAntibody Capture\n";
        const std::string said = outcome(sample("antibodies", matrix, "A\nC\n", types + types + types));
        QVERIFY2(qs(said).contains("3 of type \"Antibody Capture\""), said.c_str());
        QVERIFY(said.starts_with("4 "));
    }
    void memory_is_bounded() {
        std::string matrix = "%%MatrixMarket matrix coordinate integer general\n3 2 400000\n";
        for (int i = 0; i < 400000; ++i) matrix += i % 2 == 0 ? "1 1 1\n" : "2 2 1\n";
        const std::string folder = sample("large", matrix);
        QCOMPARE(outcome(folder), std::string());
        const std::string said = outcome(folder, 2 << 20U);
        QVERIFY2(said.starts_with("7 ") && qs(said).contains("2 MiB"), said.c_str());
    }
    // Folders of other pipelines: names of files, and which way round the matrix is.
    void other_pipelines_data() {
        QTest::addColumn<QStringList>("files");  // matrix, cells, genes, and what else
        QTest::addColumn<bool>("cells_in_rows");
        QTest::addColumn<QString>("first");  // gene
        const auto row = [](const char* name, const QStringList& files, bool rows, const char* first) {
            QTest::newRow(name) << files << rows << QString(first);
        };
        row("kallisto", {"cells_x_genes.mtx", "cells_x_genes.barcodes.txt", "cells_x_genes.genes.txt"}, true,
            "G1");
        row("kallisto with symbols",
            {"cells_x_genes.mtx", "cells_x_genes.barcodes.txt", "cells_x_genes.genes.txt",
             "cells_x_genes.genes.names.txt"},
            true, "CD3D");
        row("alevin", {"quants_mat.mtx", "quants_mat_rows.txt", "quants_mat_cols.txt"}, true, "G1");
        row("atlas",
            {"E-1.aggregated_filtered_counts.mtx", "E-1.aggregated_filtered_counts.mtx_cols",
             "E-1.aggregated_filtered_counts.mtx_rows"},
            false, "G1");
        row("Parse", {"DGE.mtx", "cell_metadata.csv", "all_genes.csv"}, true, "CD3D");
        row("older Parse", {"count_matrix.mtx", "cell_metadata.csv", "all_genes.csv"}, true, "CD3D");
    }
    void other_pipelines() {
        QFETCH(const QStringList, files);
        QFETCH(const bool, cells_in_rows);
        QFETCH(const QString, first);
        const std::string folder = at(QString("pipeline %1").arg(QTest::currentDataTag()));
        std::filesystem::create_directories(folder);
        const auto put = [&](int i, const std::string& text) {
            test::write_bytes(folder + "/" + files[i].toStdString(), text);
        };
        put(0, std::string("%%MatrixMarket matrix coordinate integer general\n") +
                   (cells_in_rows ? "2 3 2\n1 1 5\n2 3 7\n" : "3 2 2\n1 1 5\n3 2 7\n"));
        const bool csv = files[1].endsWith(".csv");
        put(1, csv ? "bc_wells,sample\nw1,s\nw2,s\n" : "w1\nw2\n");
        put(2, csv ? "gene_id,gene_name,genome\nG1,CD3D,hg38\nG2,LYZ,hg38\nG3,NKG7,hg38\n" : "G1\nG2\nG3\n");
        if (files.size() > 3) put(3, "CD3D\nLYZ\nNKG7\n");
        Job job;
        for (const std::string& path : {folder, folder + "/" + files[0].toStdString()}) {
            const auto data = read_tenx_folder(path, {}, job);
            QCOMPARE(data->obs.index, (std::vector<std::string>{"w1", "w2"}));
            QCOMPARE(qs(data->assays[0].var->index[0]), first);
            QCOMPARE(data->assays[0].matrix->block(0, 1).values, std::vector<float>{5});
            QCOMPARE(data->assays[0].matrix->block(1, 2).columns, std::vector<std::int32_t>{2});
        }
    }
    void square_is_as_cellranger_writes_it() {
        const std::string folder =
            sample("square", "%%MatrixMarket matrix coordinate integer general\n2 2 1\n2 1 5\n",
                   "AAAC-1\nAAAG-1\n", "G1\tCD3D\nG2\tLYZ\n");
        Job job;
        const auto data = read_tenx_folder(folder, {}, job);
        QCOMPARE(data->assays[0].matrix->block(0, 1).columns, (std::vector<std::int32_t>{1}));
        QCOMPARE(data->assays[0].matrix->block(1, 2).stored(), 0U);
    }
    // Progress goes up, and a cancel on the way is heard.
    void progress() {
        std::string matrix = "%%MatrixMarket matrix coordinate integer general\n3 2 400000\n";
        for (int i = 0; i < 400000; ++i) matrix += i < 200000 ? "1 1 1\n" : "2 2 1\n";
        const std::string folder = sample("progress", matrix);
        test::Watch watch;
        (void)read_tenx_folder(folder, {}, watch);
        QVERIFY(!watch.fell);
        QCOMPARE(watch.last, 1.0);
        for (const double stop_at : {0.01, 0.3, 0.6}) {
            test::Watch stopped;
            stopped.stop_at = stop_at;
            QVERIFY_EXCEPTION_THROWN((void)read_tenx_folder(folder, {}, stopped), Cancelled);
        }
    }
    void cancelled() {
        const std::string folder =
            sample("cancel", "%%MatrixMarket matrix coordinate integer general\n3 2 1\n1 1 1\n");
        Job job;
        job.cancel();
        QVERIFY_EXCEPTION_THROWN((void)read_tenx_folder(folder, {}, job), Cancelled);
    }
    // Whatever is done to the files: data or an Error, and no memory to speak of.
    void mutations() {
        if (!m_made) QSKIP("Debian's python3 or numpy is missing");
        Random random(11);
        const double before = peak_memory_mb();
        int read = 0, refused = 0;
        for (const char* variant : {"v3", "mixed", "real", "array", "v2"}) {
            std::vector<std::string> names;
            for (const auto& entry : std::filesystem::directory_iterator(at(variant))) {
                if (entry.path().extension() != ".json") names.push_back(entry.path().filename().string());
            }
            const std::string folder = at("mutated");
            for (int round = 0; round < 120; ++round) {
                std::filesystem::remove_all(folder);
                std::filesystem::copy(at(variant), folder);
                const std::string file = folder + "/" + names[random.below(names.size())];
                test::write_bytes(
                    file, test::with_fault(test::bytes_of_file(file), round, "-\n\t .e%\"\r", random));
                (outcome(folder).empty() ? read : refused) += 1;
            }
        }
        QVERIFY2(read > 10 && refused > 100,
                 qPrintable(QString("%1 read, %2 refused").arg(read).arg(refused)));
        QVERIFY2(peak_memory_mb() - before < 100, qPrintable(QString::number(peak_memory_mb() - before)));
    }
};

QTEST_GUILESS_MAIN(MtxReaderTest)
#include "tst_mtx_reader.moc"
