// Files that are no datasets: what they are called, and what is advised.
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/io/dataset/dataset_reader.h"

using namespace regulus;

class ForeignFilesTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    std::string path(const char* name) { return m_folder.filePath(name).toStdString(); }
    std::string written(const char* name, const std::string& bytes) {
        std::ofstream(path(name), std::ios::binary) << bytes;
        return path(name);
    }
    // All that is said about the file; "" when it opens.
    static QString refusal(const std::string& file) {
        Job job;
        try {
            (void)read_dataset(file, {}, job);
        } catch (const Error& error) {
            return QString::fromStdString(error.problem() + ". " + error.remedy());
        }
        return {};
    }

  private Q_SLOTS:
    void random_bytes_are_not_called_text() {
        for (std::uint64_t seed = 0; seed < 200; ++seed) {
            Random random(seed);
            std::string bytes(3000, '\0');
            for (char& c : bytes) c = static_cast<char>(random.below(256));
            for (char& c : bytes.replace(0, 64, 64, 'a'))
                c = c == 0 ? '\1' : c;  // a start that looks like text
            const QString said = refusal(written("random.h5ad", bytes));
            QVERIFY2(said.startsWith("The file is not an HDF5 file"), qPrintable(said));
        }
    }
    void text_is_not_sent_to_h5ad() {
        for (const std::string text : {"Dear colleague,\nthe cells are on the other disk.\n",
                                       "TF,target\nSPI1,CD14\n", "una c\xc3\xa9lula\n", "na\xefve\n"}) {
            for (const char* name : {"letter.txt", "letter.h5ad", "letter"}) {
                const QString said = refusal(written(name, text));
                QVERIFY2(said.startsWith("The file is text, but not a table of expression values"),
                         qPrintable(said));
                QVERIFY2(!said.contains("h5ad"), qPrintable(said));
            }
        }
    }
    void what_a_download_left_is_named() {
        const std::string pointer =
            "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n";
        QVERIFY(refusal(written("a.h5ad", pointer)).startsWith("The file is a pointer of Git LFS"));
        for (const char* page : {"<!DOCTYPE html>\n<html><body>404</body></html>", "\n <HTML><head></head>"})
            QVERIFY(refusal(written("b.h5ad", page)).startsWith("The file is a web page"));
    }
    // A table that ends within its gzip stream is damaged, and no other kind of text.
    void a_table_cut_off_in_its_gzip_is_incomplete() {
        std::string table = "cell";
        for (int g = 0; g < 300; ++g) table += ",GENE" + std::to_string(g);
        Random random(1);
        for (int c = 0; c < 300; ++c) {
            table += "\ncell" + std::to_string(c);
            for (int g = 0; g < 300; ++g) table += "," + std::to_string(random.below(1000));
        }
        written("table.csv", table + "\n");
        QCOMPARE(QProcess::execute("gzip", {m_folder.filePath("table.csv")}), 0);
        QCOMPARE(refusal(path("table.csv.gz")), QString());
        const auto size = std::filesystem::file_size(path("table.csv.gz"));
        for (const std::uintmax_t left : {size - 4, size / 2, std::uintmax_t{600}}) {
            std::filesystem::resize_file(path("table.csv.gz"), left);
            QVERIFY2(refusal(path("table.csv.gz")).startsWith("The gzip file is incomplete"),
                     qPrintable(refusal(path("table.csv.gz"))));
        }
    }
    void results_of_tests_are_no_expression() {
        for (const char* table :
             {"gene,baseMean,log2FoldChange,lfcSE,stat,pvalue,padj\nISG15,0.7,0.8,0.6,0.8,0.3,0.5\n",
              "\"\",\"p_val\",\"avg_log2FC\",\"pct.1\",\"pct.2\",\"p_val_adj\"\n\"CD14\",1e-9,2.1,0.9,0.1,1e-"
              "5\n",
              "gene\tlogFC\tAveExpr\tt\tP.Value\tadj.P.Val\tB\nCD14\t1.5\t3\t4\t0.001\t0.01\t2\n",
              "logFC;logCPM;LR;PValue;FDR\nCD14;1,5;3;4;0,001;0,01\n"})
            QVERIFY2(refusal(written("tests.csv", table)).startsWith("The table holds results of tests"),
                     table);
        QVERIFY(!refusal(written("edges.csv", "TF,target,logFC,pvalue,FDR\nSPI1,CD14,1.2,0.01,0.02\n"))
                     .startsWith("The table holds results of tests"));
        // Expression beside a test stays expression.
        QCOMPARE(refusal(written("both.csv",
                                 "gene,a,b,c,d,e,f,logFC,FDR\nSPI1,1,0,2,1,0,2,0.5,0.1\nCD14,0,3,1,1,"
                                 "0,2,0.4,0.2\nGAPDH,4,1,1,7,5,2,0.3,0.2\n")),
                 QString());
    }
    void tables_of_text_open() {
        QCOMPARE(
            refusal(written("table.txt", "gene\tc1\tc2\tc3\nSPI1\t1\t0\t2\nCD14\t0\t3\t1\nGAPDH\t4\t1\t1\n")),
            QString());
    }
    void paths_that_the_system_refuses_are_errors_of_ours() {
        std::filesystem::create_symlink(path("loop"), path("loop"));
        for (const std::string& odd :
             {path("loop"), path("loop/x.h5ad"), path("none"), std::string(300, 'n'), std::string(5000, 'n'),
              std::string("/proc/self/mem"), std::string()}) {
            const QString said = refusal(odd);
            QVERIFY2(!said.isEmpty(), odd.substr(0, 40).c_str());
        }
    }
};

QTEST_APPLESS_MAIN(ForeignFilesTest)
#include "tst_foreign_files.moc"
