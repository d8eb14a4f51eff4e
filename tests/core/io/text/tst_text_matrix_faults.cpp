// Expression matrices as delimited text that must be refused, with the place in the text, or that ask for
// more memory than there is.
#include <QTest>

#include "core/base/memory.h"
#include "tests/core/io/dataset_dump.h"
#include "tests/core/io/store_examples.h"
#include "tests/core/io/text/text_matrix_variants.h"

using namespace regulus;
using test::qs;
using test::text_matrix_outcome;

class TextMatrixFaultsTest : public QObject, test::TextMatrixVariants {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { make(); }
    void refused_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("message");
        QTest::newRow("empty") << ""
                               << "empty";
        QTest::newRow("header") << ",a,b\n"
                                << "only one line";
        QTest::newRow("list") << "CD3D\nLYZ\nRPL5\n"
                              << "one column";
        QTest::newRow("coordinates") << "PC1,PC2,PC3\n1.5,2,3\n"
                                     << "coordinates (PC1 to PC3)";
        QTest::newRow("no header") << "CD3D,1,0\nLYZ,2,3\n"
                                   << "numbers instead of column names";
        QTest::newRow("numbers") << "1.5,2.5\n1,0\n2,3\n"
                                 << "numbers instead of column names";
        QTest::newRow("no numbers") << ",a,b\nx,p,q\ny,r,s\n"
                                    << "no column of numbers";
        QTest::newRow("short line") << ",a,b\nx,1,2\ny,1\nz,1,2\n"
                                    << "line 3";
        QTest::newRow("long line") << ",a,b\nx,1,2\ny,1,2,3\n"
                                   << "4 columns, those before it 3";
        QTest::newRow("word") << ",a,b\nx,1,2\ny,1,2\nz,1,huh\n"
                              << "\"huh\" is not a number (";
        QTest::newRow("place") << ",a,b\nx,1,2\ny,1,2\nz,1,huh\n"
                               << "line 4, column 3 (b)";
        QTest::newRow("infinite") << ",a,b\nx,1,2\ny,inf,2\n"
                                  << "not a number";
        QTest::newRow("too large") << ",a,b\nx,1,2\ny,1e39,2\n"
                                   << "too large";
        QTest::newRow("hex") << ",a,b\nx,1,2\ny,0x10,2\n"
                             << "not a number";
        QTest::newRow("two numbers") << ",a,b\nx,1,2\ny,1 2,2\n"
                                     << "not a number";
        QTest::newRow("open quote") << ",a,b\nx,1,2\ny,\"1,2\n"
                                    << "quotation mark";
        QTest::newRow("zero byte") << QString(",a,b\nx,1,2\ny,1%1,2\n").arg(QChar(0)) << "not text";
        QTest::newRow("nothing there") << ",a,b\nx,NA,NA\ny,NA,NA\n"
                                       << "no row with values";
    }
    void refused() {
        QFETCH(QString, text);
        QFETCH(QString, message);
        test::write_bytes(at("refused.csv"), text.toStdString());
        const std::string said = text_matrix_outcome(at("refused.csv"));
        QVERIFY2(qs(said).contains(message), said.c_str());
        QVERIFY2(said.starts_with("3 ") || said.starts_with("4 "), said.c_str());
    }
    void utf16() {
        test::write_bytes(at("utf16.csv"), std::string("\xff\xfe,\0a\0\n\0", 8));
        QVERIFY(qs(text_matrix_outcome(at("utf16.csv"))).contains("only one line"));  // it is read
        test::write_bytes(at("utf16b.csv"), std::string(",\0a\0,\0b\0\n\0", 10));
        QVERIFY(qs(text_matrix_outcome(at("utf16b.csv"))).contains("not text"));
    }
    void long_lines() {
        std::string header = "gene", row = "CD3D";
        for (int i = 0; i < 700'000; ++i) {
            header += ",cell" + std::to_string(i);
            row += i % 10 == 0 ? ",1" : ",0";
        }
        test::write_bytes(at("long.csv"), header + "\n" + row + "\n");
        Job job;
        const auto data = read_text_matrix(at("long.csv"), {}, job);
        QCOMPARE(data->cells(), 700'000U);
        QCOMPARE(data->assays[0].matrix->block(699'980, 700'000).stored(), 2U);
        QVERIFY(
            qs(text_matrix_outcome(at("long.csv"))).contains("longer than 2 MiB"));  // with 16 MiB for all
    }
    void memory_is_bounded() {
        std::string text = ",CD3D,LYZ,RPL5,RPS3\n";
        for (int i = 0; i < 200'000; ++i) text += "A,1,2,3,4\n";
        test::write_bytes(at("bounded.csv"), text);
        const std::string said = text_matrix_outcome(at("bounded.csv"), 4 << 20U);
        QVERIFY2(said.starts_with("7 ") && qs(said).contains("4 MiB"), said.c_str());
        QCOMPARE(text_matrix_outcome(at("bounded.csv"), 64 << 20U), std::string());
    }
    void columns_without_end() {
        std::string line;
        for (int i = 0; i < 3'000'000; ++i) line += "a,";
        test::write_bytes(at("wide.csv"), line + "\n" + line + "\n");
        const double before = peak_memory_mb();
        const std::string said = text_matrix_outcome(at("wide.csv"), 64 << 20U);
        QVERIFY2(said.starts_with("7 ") && qs(said).contains("3000001 columns"), said.c_str());
        QVERIFY2(peak_memory_mb() - before < 64, qPrintable(QString::number(peak_memory_mb() - before)));
    }
    void mutations() {
        if (!m_made) QSKIP("Debian's python3 or pandas is missing");
        Random random(12);
        const double before = peak_memory_mb();
        int read = 0, refused = 0;
        for (const char* name : {"cells.csv", "cells.tsv.gz", "semicolon.csv", "r_tab.txt", "labels.csv",
                                 "quoted.csv", "gaps.csv", "r_blank.txt", "big.csv.gz"}) {
            const std::string sound = test::bytes_of_file(at(name));
            for (int round = 0; round < 70; ++round) {
                test::write_bytes(at("mutated"), test::with_fault(sound, round, "-\n\t .e,;\"\ra1", random));
                (text_matrix_outcome(at("mutated")).empty() ? read : refused) += 1;
            }
        }
        QVERIFY2(read > 50 && refused > 100,
                 qPrintable(QString("%1 read, %2 refused").arg(read).arg(refused)));
        QVERIFY2(peak_memory_mb() - before < 100, qPrintable(QString::number(peak_memory_mb() - before)));
    }
};

QTEST_GUILESS_MAIN(TextMatrixFaultsTest)
#include "tst_text_matrix_faults.moc"
