// Tables of regulations without names of columns that are known, and tables that are none.
#include <QTest>

#include "core/base/error.h"
#include "core/io/prior/prior_reader.h"

using namespace regulus;

class PriorGuessesTest : public QObject {
    Q_OBJECT

    static RegulatoryNetwork network_of(const std::string& text) {
        Job job;
        return read_prior_text("table.csv", text, {}, job);
    }
    static QByteArray warnings_of(const RegulatoryNetwork& network) {
        std::string all;
        for (const std::string& warning : network.warnings) all += warning + "\n";
        return QByteArray::fromStdString(all);
    }

  private Q_SLOTS:
    void an_unknown_header_is_no_edge() {
        const RegulatoryNetwork network = network_of("factor,affects,score\nSTAT1,IRF1,0.5\nSPI1,LYZ,-2\n");
        QCOMPARE(network.edges.size(), 2U);
        QCOMPARE(network.records, 2U);
        QCOMPARE(network.genes.front(), std::string("STAT1"));
        QCOMPARE(static_cast<int>(network.edges[1].sign), -1);
        QVERIFY(warnings_of(network).contains("factor,affects,score"));
        QVERIFY(!warnings_of(network).contains("guessed"));
    }
    void a_first_line_that_is_a_regulation_stays() {
        for (const char* text : {"STAT1,IRF1,0.5\nSPI1,LYZ,-2\n", "STAT1,IRF1,NA\nSPI1,LYZ,2\n",
                                 "STAT1,IRF1,Repression\nSPI1,LYZ,2\n", "STAT1,IRF1\nSPI1,LYZ\n"}) {
            const RegulatoryNetwork network = network_of(text);
            QCOMPARE(network.edges.size(), 2U);
            QVERIFY2(network.warnings.empty(), warnings_of(network).constData());
        }
        // A mode that is spelled wrong is no name of a column.
        const RegulatoryNetwork network = network_of("STAT1,IRF1,Activatoin\nSPI1,LYZ,Activation\n");
        QCOMPARE(network.edges.size(), 2U);
    }
    // As spreadsheets and people write them.
    void decimal_commas_in_quotes() {
        const RegulatoryNetwork network =
            network_of("tf,target,weight\nSTAT1,IRF1,\"0,3\"\nSPI1,LYZ,\"-1,5\"\n");
        QCOMPARE(network.edges.size(), 2U);
        QCOMPARE(network.edges[0].weight, 0.3F);
        QCOMPARE(static_cast<int>(network.edges[1].sign), -1);
        QCOMPARE(network.edges[1].weight, 1.5F);
    }
    void several_targets_in_one_field_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("quoted commas") << QByteArray("TF,target\nSPI1,\"CD14,LYZ\"\nPAX5,CD79A\n");
        QTest::newRow("semicolons") << QByteArray("TF\ttarget\nSPI1\tCD14; LYZ\nPAX5\tCD79A\n");
        QTest::newRow("no header") << QByteArray("SPI1\tCD14,LYZ\nPAX5\tCD79A\n");
    }
    void several_targets_in_one_field() {
        QFETCH(const QByteArray, text);
        const RegulatoryNetwork network = network_of(text.toStdString());
        QCOMPARE(network.edges.size(), 3U);
        QCOMPARE(network.genes, (std::vector<std::string>{"SPI1", "CD14", "LYZ", "PAX5", "CD79A"}));
        QVERIFY2(warnings_of(network).contains("were split"), warnings_of(network).constData());
    }
    void several_tfs_in_one_field_are_refused() {
        try {
            network_of("SPI1;CD14,LYZ\nPAX5;IRF4,CD79A\n");
            QFAIL("nothing was thrown");
        } catch (const Error& error) {
            QVERIFY2(QByteArray::fromStdString(error.problem()).contains("SPI1;CD14"),
                     error.problem().c_str());
            QVERIFY(error.where().find("line 1") != std::string::npos);
        }
    }
    void regulons_are_their_tfs() {
        const RegulatoryNetwork network = network_of("TF,target\nPAX5(+),CD79A\nPAX5(-),LYZ\nSPI1_(+),LYZ\n");
        QCOMPARE(network.genes, (std::vector<std::string>{"PAX5", "CD79A", "LYZ", "SPI1"}));
        QCOMPARE(static_cast<int>(network.edges[0].sign), 1);
        QCOMPARE(static_cast<int>(network.edges[1].sign), -1);
        QVERIFY2(warnings_of(network).contains("PAX5(+)"), warnings_of(network).constData());
        // A column of signs is asked first.
        const RegulatoryNetwork own = network_of("TF,target,mor\nPAX5(+),CD79A,-1\nSPI1(+),LYZ,1\n");
        QCOMPARE(static_cast<int>(own.edges[0].sign), -1);
    }
    void excels_first_line_is_no_edge() {
        const RegulatoryNetwork network =
            network_of("sep=;\r\nTF;target;weight\r\nSPI1;CD14;0,3\r\nPAX5;CD79A;-2\r\n");
        QCOMPARE(network.edges.size(), 2U);
        QCOMPARE(network.edges[0].weight, 0.3F);
    }
    void dates_that_are_numbers_are_named() {
        const RegulatoryNetwork network = network_of(
            "TF,target\nSPI1,CD14\nSPI1,44621\nPAX5,CD79A\nPAX5,LYZ\nPAX5,NKG7\nSTAT1,IRF1\nSTAT1,44805\n");
        QVERIFY2(warnings_of(network).contains("2 names are numbers that a spreadsheet stores dates as") &&
                     warnings_of(network).contains("44621"),
                 warnings_of(network).constData());
    }
    void cells_and_clusters_are_told_of_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("barcodes") << QByteArray(
            "cell,group,score\nAAACATACAACCAC-1,Bcell,1\nAAACATTGAGCTAC-1,Bcell,1\n");
        QTest::newRow("clusters") << QByteArray("s1,cluster 1\ns2,cluster 2\ns3,cluster 1\n");
        QTest::newRow("types") << QByteArray("s1,B cells\ns2,CD4 T cells\ns3,B cells\n");
        QByteArray each;
        for (int i = 0; i < 30; ++i)
            each += "one" + QByteArray::number(i) + "," + (i % 2 == 0 ? "tumour" : "normal") + "\n";
        QTest::newRow("one target each") << each;
    }
    void cells_and_clusters_are_told_of() {
        QFETCH(const QByteArray, text);
        const RegulatoryNetwork network = network_of(text.toStdString());
        QVERIFY2(warnings_of(network).contains("The columns were guessed: " +
                                               QByteArray::fromStdString(network.genes.front())),
                 warnings_of(network).constData());
        QVERIFY(warnings_of(network).contains("are taken for TFs"));
    }
    void no_warning_where_columns_are_named_or_genes_look_like_genes() {
        std::string each = "tf,target\n", plain;
        for (int i = 0; i < 30; ++i) {
            each += "TF" + std::to_string(i) + ",C" + std::to_string(i) + "\n";
            plain += "TF" + std::to_string(i / 3) + ",IL" + std::to_string(i) + "\n";
        }
        for (const std::string& text : {each, plain}) {
            const RegulatoryNetwork network = network_of(text);
            QCOMPARE(network.edges.size(), 30U);
            QVERIFY2(network.warnings.empty(), warnings_of(network).constData());
        }
    }
};

QTEST_APPLESS_MAIN(PriorGuessesTest)
#include "tst_prior_guesses.moc"
