// Tables of regulations under any header: which side is the TF, where the sign is, and what is said.
#include <QTest>

#include <fstream>

#include "core/base/error.h"
#include "core/data/gene_spelling.h"
#include "core/io/prior/prior_reader.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

struct Edge {
    const char *tf, *target;
    int sign;
};
constexpr Edge edges[] = {{"SPI1", "CD14", 1},   {"SPI1", "LYZ", 1},  {"PAX5", "CD79A", 1},
                          {"PAX5", "MS4A1", -1}, {"GATA1", "PF4", 1}, {"TBX21", "GZMB", 1}};

// "{tf}" and so on become the edge's.
QByteArray table(const QByteArray& header, const QByteArray& row) {
    QByteArray text = header;
    int number = 0;
    for (const Edge& edge : edges) {
        QByteArray line = row;
        line.replace("{tf}", edge.tf).replace("{target}", edge.target);
        line.replace("{sign}", edge.sign < 0 ? "-" : "").replace("{n}", QByteArray::number(++number));
        line.replace("{word}", edge.sign < 0 ? "Repression" : "Activation");
        text += line;
    }
    return text;
}

QByteArray shown(const RegulatoryNetwork& network, bool signs) {
    QByteArrayList list;
    for (const auto& edge : network.edges) {
        QByteArray text =
            QByteArray::fromStdString(network.genes[edge.tf] + ">" + network.genes[edge.target]);
        if (signs) text += edge.sign < 0 ? "-" : edge.sign > 0 ? "+" : "?";
        list << text;
    }
    std::sort(list.begin(), list.end());
    return list.join(' ');
}

QString warnings_of(const RegulatoryNetwork& network) {
    QString all;
    for (const auto& warning : network.warnings) all += QString::fromStdString(warning) + "\n";
    return all;
}

}  // namespace

class PriorHeadersTest : public QObject {
    Q_OBJECT

    static RegulatoryNetwork network_of(const QByteArray& text) {
        Job job;
        return read_prior_text("table.csv", text.toStdString(), {}, job);
    }

  private Q_SLOTS:
    void headers_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("signs");
        const auto row = [](const char* name, const QByteArray& text, bool signs) {
            QTest::newRow(name) << text << signs;
        };
        row("words apart", table("Target\tTranscription factor\tEvidence\n", "{target}\t{tf}\tChIP-seq\n"),
            false);
        row("regulated", table("regulator,regulated,effect\n", "{tf},{target},{word}\n"), true);
        row("joined words", table("TargetGene;TranscriptionFactor\n", "{target};{tf}\n"), false);
        row("symbols", table("gene_symbol,tf_symbol,score\n", "{target},{tf},0.5\n"), false);
        row("case", table("TARGET GENE,TF NAME\n", "{target},{tf}\n"), false);
        row("TFLink",
            table("UniprotID.TF\tUniprotID.Target\tNCBI.GeneID.TF\tNCBI.GeneID.Target\tName.TF\tName.Target\t"
                  "Detection.method\tSource.database\n",
                  "Q0254{n}\tP1191{n}\t66{n}8\t92{n}\t{tf}\t{target}\tchromatin\tGTRD\n"),
            false);
        row("regions",
            table("Region\tGene\timportance_R2G\trho_R2G\tTF\tis_extended\teRegulon_name\t"
                  "Gene_signature_name\timportance_TF2G\trho_TF2G\n",
                  "chr1:{n}-99\t{target}\t0.1\t0.2\t{tf}\tFalse\tx_+\ty_(12g)\t{n}.5\t{sign}0.4\n"),
            true);
        row("estimates",
            table("tf,target,region,term,estimate,pval,corr\n",
                  "{tf},{target},chr1-1-9,chr1_1:{tf},{sign}0.1,1e-5,{sign}0.4\n"),
            true);
        row("correlation",
            table("TF\tgene\thighConfAnnot\tNES\tspearCor\tCoexWeight\n",
                  "{tf}\t{target}\tTRUE\t4.1\t{sign}0.3\t0.0{n}\n"),
            true);
        row("Pearson's r", table("Regulated gene;Regulator symbol;Pearson r\n", "{target};{tf};{sign}0,8\n"),
            true);
        row("coefficients",
            table(",source,target,coef_mean,coef_abs,p\n", "{n},{tf},{target},{sign}0.2,0.2,0.01\n"), true);
        row("decimal commas", table("\xef\xbb\xbfTF;Target;Weight\r\n", "{tf};{target};{sign}0,75\r\n"),
            true);
        row("decimal commas, no header", table("", "{tf};{target};{sign}0,75\n"), true);
        row("no header", table("", "{tf}\t{target}\n"), false);
        row("no header, swapped", table("", "{target}\t{tf}\n"), false);
        row("no header, modes, swapped", table("", "{target}\t{tf}\t{word}\n"), true);
        row("no header, identifiers", table("", "{tf}\t66{n}8\t{target}\t92{n}\n"), false);
        row("swapped under doubtful words", table("source,target\n", "{target},{tf}\n"), false);
        row("row names of R", table("\"TF\" \"target\" \"mor\"\n", "\"{n}\" \"{tf}\" \"{target}\" {sign}1\n"),
            true);
    }
    void headers() {
        QFETCH(const QByteArray, text);
        QFETCH(const bool, signs);
        const RegulatoryNetwork network = network_of(text);
        const QByteArray expected =
            signs ? "GATA1>PF4+ PAX5>CD79A+ PAX5>MS4A1- SPI1>CD14+ SPI1>LYZ+ TBX21>GZMB+"
                  : "GATA1>PF4 PAX5>CD79A PAX5>MS4A1 SPI1>CD14 SPI1>LYZ TBX21>GZMB";
        QCOMPARE(shown(network, signs), expected);
        const bool swapped = QByteArray(QTest::currentDataTag()).contains("swapped");
        QVERIFY2(warnings_of(network).contains("The TFs were read from column 2") == swapped,
                 qPrintable(warnings_of(network)));
        QVERIFY2(swapped || network.warnings.empty(), qPrintable(warnings_of(network)));
    }

    void importance_under_longer_names() {
        for (const char* header : {"TF\ttarget\tGenie3Weight\n", "TF\ttarget\timportance\n"}) {
            const RegulatoryNetwork network = network_of(header + QByteArray("SPI1\tCD14\t0.25\n"));
            QCOMPARE(network.edges.at(0).weight, 0.25F);
        }
        QCOMPARE(network_of("TF\ttarget\tweight of evidence\nSPI1\tCD14\tlow\n").edges.at(0).weight, 1.0F);
    }

    void clear_words_are_trusted_but_doubted() {
        const RegulatoryNetwork network = network_of(table("TF,target\n", "{target},{tf}\n"));
        QVERIFY(shown(network, false).contains("CD14>SPI1"));
        QVERIFY2(warnings_of(network).contains("check that the two are not swapped"),
                 qPrintable(warnings_of(network)));
    }
    void what_cannot_be_told_is_said() {
        QVERIFY(warnings_of(network_of("AAA,BBB\nCCC,DDD\n")).contains("neither a header nor the names"));
        QVERIFY(network_of("tf,target\nAAA,BBB\nCCC,DDD\n").warnings.empty());
    }
    // CellOracle's base GRN: a row a region, a column a TF.
    void wide_tables() {
        const RegulatoryNetwork network = network_of(
            ",peak_id,gene_short_name,GATA1,PAX5,SPI1,TBX21\n0,chr1_1_9,CD14,0.0,0.0,1.0,0.0\n"
            "1,chr1_10_19,LYZ,0.0,0.0,1.0,0.0\n2,chr1_20_29,LYZ,0.0,0.0,1.0,0.0\n"
            "3,chr2_1_9,PF4,1.0,0.0,0.0,0.0\n");
        QCOMPARE(shown(network, true), QByteArray("GATA1>PF4? SPI1>CD14? SPI1>LYZ?"));
        QCOMPARE(network.records, 4U);
    }
    // By their number alone, of names that nobody knows.
    void fewer_names_are_the_tfs() {
        QByteArray text;
        for (int i = 0; i < 60; ++i)
            text += "x" + QByteArray::number(i % 30) + "a,y" + QByteArray::number(i % 4) + "b\n";
        const RegulatoryNetwork network = network_of(text);
        QVERIFY2(warnings_of(network).contains("The TFs were read from column 2"),
                 qPrintable(warnings_of(network)));
        QVERIFY(shown(network, false).startsWith("y0b>x"));
    }
    void dates_are_named() {
        const RegulatoryNetwork network = network_of("tf,target\nSPI1,1-Mar\nSPI1,Sep-02\nSPI1,LYZ\n");
        QVERIFY2(warnings_of(network).contains("2 names are dates"), qPrintable(warnings_of(network)));
        QVERIFY(warnings_of(network).contains("1-Mar"));
    }
    void dates_data() {
        QTest::addColumn<bool>("date");
        for (const char* name : {"1-Mar", "2-Sep", "Mar-01", "Sep-02", "01.Mrz", "1. Mrz", "2023-03-01",
                                 "02-Sep-19", "1-Dec", "2-Okt"})
            QTest::newRow(name) << true;
        for (const char* name : {"MARCH1", "HLA-A", "MT-CO1", "RP11-34P13.7", "1", "AL627309.1", "H2-K1",
                                 "NKX2-1", "SEPT2", "DEC1", "MARCH-X", "1-2", ""})
            QTest::newRow(name) << false;
    }
    void dates() {
        QFETCH(const bool, date);
        QCOMPARE(looks_like_date(QTest::currentDataTag()), date);
    }
    // The priors of the test data have TFs where they are read, and nothing to say of sides.
    void real_priors_data() {
        QTest::addColumn<QString>("file");
        for (const char* name :
             {"trrust_rawdata.human.tsv", "trrust_rawdata.mouse.tsv", "collectri.csv", "dorothea_mm_ABC.tsv"})
            QTest::newRow(name) << QString("priors/") + name;
    }
    void real_priors() {
        QFETCH(const QString, file);
        const QString path = test::data_file(file);
        REGULUS_NEED_DATA(path);
        Job job;
        const auto network = read_prior(path.toStdString(), {}, job);
        QVERIFY2(!warnings_of(network).contains("The TFs were read"), qPrintable(warnings_of(network)));
    }
};

QTEST_APPLESS_MAIN(PriorHeadersTest)
#include "tst_prior_headers.moc"
