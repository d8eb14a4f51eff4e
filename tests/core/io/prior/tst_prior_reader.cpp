#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <map>

#include "core/base/error.h"
#include "core/io/prior/prior_reader.h"
#include "tests/support/test_data.h"

using namespace regulus;

class PriorReaderTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    std::string written(const std::string& content) {
        const std::string path = m_folder.filePath("prior.txt").toStdString();
        std::ofstream(path, std::ios::binary) << content;
        return path;
    }
    RegulatoryNetwork network_of(const std::string& content, char worst = 0) {
        Job job;
        return read_prior(written(content), {worst}, job);
    }
    static std::string edges_as_text(const RegulatoryNetwork& network) {
        std::string text;
        for (const Regulation& edge : network.edges) {
            text += network.genes[edge.tf] + ">" + network.genes[edge.target] + ":" +
                    std::to_string(edge.sign) +
                    (edge.confidence != 0 ? std::string(1, edge.confidence) : "") + " ";
        }
        return text;
    }

  private Q_SLOTS:
    void collectri() {
        const QString path = test::data_file("priors/collectri.csv");
        REGULUS_NEED_DATA(path);
        Job job;
        const RegulatoryNetwork network = read_prior(path.toStdString(), {}, job);
        QCOMPARE(network.rows, 43178U);
        QCOMPARE(network.edges.size(), 43178U);
        QCOMPARE(network.tf_count(), 1186U);
        QCOMPARE(network.target_count(), 6692U);
        QCOMPARE(std::ranges::count(network.edges, -1, &Regulation::sign), 5818);
        QCOMPARE(network.name, std::string("collectri.csv"));
        const auto sum = test::run_python(
            "import hashlib,sys\nprint(hashlib.sha256(open(sys.argv[1],'rb').read()).hexdigest(),end='')",
            {path});
        if (sum.exit_code == 0) QCOMPARE(QString::fromStdString(network.checksum), sum.output);
    }
    void dorothea() {
        const QString path = test::data_file("priors/dorothea_hs.tsv");
        REGULUS_NEED_DATA(path);
        Job job;
        const RegulatoryNetwork network = read_prior(path.toStdString(), {}, job);
        std::map<char, std::size_t> counts;
        for (const Regulation& edge : network.edges) ++counts[edge.confidence];
        const std::map<char, std::size_t> expected{
            {'A', 5406}, {'B', 1214}, {'C', 7413}, {'D', 10314}, {'E', 462404}};
        QCOMPARE(network.rows, 486751U);
        QVERIFY(counts == expected);
        QCOMPARE(network.tf_count(), 1395U);
        const RegulatoryNetwork best = read_prior(path.toStdString(), {'C'}, job);
        QCOMPARE(best.edges.size(), 5406U + 1214U + 7413U);
    }
    void trrust() {
        const QString path = test::data_file("priors/trrust_rawdata.human.tsv");
        REGULUS_NEED_DATA(path);
        Job job;
        const RegulatoryNetwork network = read_prior(path.toStdString(), {}, job);
        QCOMPARE(network.rows, 9396U);
        QCOMPARE(network.tf_count(), 795U);
        QCOMPARE(network.target_count(), 2492U);
        QCOMPARE(network.repeated_pairs, 853U);
        QCOMPARE(network.differing_pairs, 845U);
        QCOMPARE(std::ranges::count_if(network.edges, &Regulation::conflicting), 207);
        QCOMPARE(network.warnings.size(), 1U);
        QVERIFY2(network.warnings[0].find("845") != std::string::npos, network.warnings[0].c_str());
    }
    void layouts_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("edges");
        QTest::newRow("two columns") << QByteArray("A\tB\nA\tC") << QByteArray("A>B:0 A>C:0 ");
        QTest::newRow("blanks") << QByteArray("A   B\n\n  A  C  \n") << QByteArray("A>B:0 A>C:0 ");
        QTest::newRow("names, BOM, CRLF, comment")
            << QByteArray("\xef\xbb\xbf# from somewhere\r\ntarget,TF,mor\r\nB,A,-0.5\r\n")
            << QByteArray("A>B:-1 ");
        QTest::newRow("old Mac lines") << QByteArray("tf,target\rA,B\rC,D") << QByteArray("A>B:0 C>D:0 ");
        QTest::newRow("quotes") << QByteArray("\"tf\",\"target\"\n\"A 1\",\"B\"\"x\"\n")
                                << QByteArray("A 1>B\"x:0 ");
        QTest::newRow("row names of R")
            << QByteArray("tf target mor\n1 A B 1\n2 A C -1\n") << QByteArray("A>B:1 A>C:-1 ");
        QTest::newRow("unnamed row names") << QByteArray(",tf,target\n1,A,B\n") << QByteArray("A>B:0 ");
        QTest::newRow("mode between")
            << QByteArray("A activates B\nA inhibits C\n") << QByteArray("A>B:1 A>C:-1 ");
        QTest::newRow("weights without names")
            << QByteArray("A;B;0.7\nA;C;-2\nA;D;0\n") << QByteArray("A>B:1 A>C:-1 A>D:0 ");
        QTest::newRow("DoRothEA without names")
            << QByteArray("T\tA\tX\t1\nT\tb\tY\t-1\n") << QByteArray("T>X:1A T>Y:-1B ");
        QTest::newRow("repeats")
            << QByteArray("A\tB\tActivation\t1\nA\tB\tUnknown\t2\nA\tC\tActivation\t3\nA\tC\tRepression\t4\n")
            << QByteArray("A>B:1 A>C:0 ");
    }
    void layouts() {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, edges);
        QCOMPARE(QByteArray::fromStdString(edges_as_text(network_of(content.toStdString()))), edges);
    }
    void confidence_filter() {
        const std::string content = "tf\tconfidence\ttarget\nT\tA\tX\nT\tC\tY\nT\t\tZ\n";
        QCOMPARE(edges_as_text(network_of(content, 'B')), std::string("T>X:0A T>Z:0 "));
        QVERIFY_EXCEPTION_THROWN(network_of(content, 'F'), Error);
    }
    void refused_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("message");
        QTest::newRow("empty") << QByteArray() << "empty";
        QTest::newRow("only blank lines") << QByteArray("\n \n# x\n") << "lists no edges";
        QTest::newRow("only names") << QByteArray("tf,target\n") << "lists no edges";
        QTest::newRow("one column") << QByteArray("STAT1\nSPI1\n") << "one column";
        QTest::newRow("h5ad") << QByteArray("\x89HDF\r\n\x1a\n\0\0", 10) << "HDF5";
        QTest::newRow("gzip") << QByteArray("\x1f\x8b\x08") << "gzip";
        QTest::newRow("xlsx") << QByteArray("PK\x03\x04") << "spreadsheet";
        QTest::newRow("UTF-16") << QByteArray("\xff\xfeT\0", 4) << "one column";
        QTest::newRow("binary") << QByteArray("A\tB\nA\0C\tD", 9) << "line 2";
        QTest::newRow("ragged") << QByteArray("A\tB\nA\tC\nA\n") << "line 3";
        QTest::newRow("no target") << QByteArray("tf,target\nA,B\nA,\n") << "line 3";
        QTest::newRow("bad weight") << QByteArray("tf,target,weight\nA,B,1\nA,C,soon\n") << "line 3";
        QTest::newRow("open quote") << QByteArray("tf,target\n\"A,B\n") << "line 2";
        QTest::newRow("expression table") << QByteArray("gene,s1\nA,0.5\nB,3\nC,7\n") << "numbers";
        QTest::newRow("ragged table of modes")
            << QByteArray("A\tX\tActivation\t12\nB\tY\tRepression\n") << "line 2";
        QTest::newRow("long line") << QByteArray("A,B\n") + QByteArray((1 << 20) + 1, 'x') << "line 2";
    }
    void refused() {
        QFETCH(QByteArray, content);
        QFETCH(QString, message);
        try {
            network_of(content.toStdString());
            QFAIL("was read");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Input);
            QVERIFY2(QString(error.what()).contains(message), error.what());
        }
    }
    void missing_and_folder() {
        Job job;
        QVERIFY_EXCEPTION_THROWN(read_prior("/nowhere/prior.csv", {}, job), Error);
        QVERIFY_EXCEPTION_THROWN(read_prior(m_folder.path().toStdString(), {}, job), Error);
    }
    void cancelled() {
        std::string content;
        for (int i = 0; i < 10000; ++i) content += "A\tB" + std::to_string(i) + "\n";
        Job job;
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(read_prior(written(content), {}, job), Cancelled);
    }
};

QTEST_APPLESS_MAIN(PriorReaderTest)
#include "tst_prior_reader.moc"
