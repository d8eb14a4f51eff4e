// What is written is read back the same, as far as the format goes; and by Python's csv.
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

#include "core/base/error.h"
#include "core/io/prior/prior_reader.h"
#include "core/io/prior/prior_starter.h"
#include "core/io/prior/prior_writer.h"
#include "core/prior/network_merge.h"
#include "core/prior/network_summary.h"
#include "tests/support/test_data.h"

using namespace regulus;

class PriorWriterTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    std::string at(const char* name) const { return m_folder.filePath(name).toStdString(); }

    // Sorted lines, one an edge; `depth` 0: pairs, 1: with signs, 2: all that CSV holds.
    static std::string text_of(const RegulatoryNetwork& network, int depth) {
        std::vector<std::string> lines;
        for (const Regulation& e : network.edges) {
            std::string line = network.genes[e.tf] + ">" + network.genes[e.target];
            if (depth > 0) line += std::string(" ") + sign_word(e.sign, e.conflicting);
            if (depth > 1) {
                line += " " + std::to_string(e.weight) + " " + std::string(e.confidence != 0, e.confidence);
                auto sources = source_names(network, e.sources);
                std::ranges::sort(sources);
                for (const std::string& source : sources) line += "," + source;
            }
            lines.push_back(line + "\n");
        }
        std::ranges::sort(lines);
        std::string text;
        for (const std::string& line : lines) text += line;
        return text;
    }
    static RegulatoryNetwork varied() {
        RegulatoryNetwork network =
            make_network("varied", std::vector<ListedRegulation>{{"GATA3", "IL4", 1, 'A', 0.125F},
                                                                 {"GATA3", "IL5", 1, 0, 1e-20F},
                                                                 {"GATA3", "IL13", -1, 'E', 35.25F},
                                                                 {"REST", "SYN1", 1, 0},
                                                                 {"REST", "SYN1", -1, 0},
                                                                 {"SP1", "X,\"Y", 0, 'C', 0},
                                                                 {"SP1", "SP1", 0, 0, 7},
                                                                 {"NKX2-1", "A1;B2", -1, 0}});
        network.sources = {"first, of \"two\"", "second"};
        network.edges[1].sources = 3;
        network.edges[2].sources = 2;
        return network;
    }

  private Q_SLOTS:
    void csv_keeps_everything_data() {
        QTest::addColumn<bool>("none");
        QTest::newRow("out.csv") << false;
        QTest::newRow("out.tsv") << false;
        QTest::newRow("out.txt") << false;
    }
    void csv_keeps_everything() {
        Job job;
        const std::string path = at(QTest::currentDataTag());
        write_prior(varied(), path);
        const RegulatoryNetwork back = read_prior(path, {}, job);
        QCOMPARE(text_of(back, 2), text_of(varied(), 2));
        // Written again, the same bytes.
        const std::string again = at("again.") + path.substr(path.size() - 3);
        write_prior(back, again);
        std::ifstream a(path), b(again);
        QCOMPARE(std::string(std::istreambuf_iterator<char>(a), {}),
                 std::string(std::istreambuf_iterator<char>(b), {}));
    }
    void sif_keeps_signs_and_gmt_pairs() {
        Job job;
        RegulatoryNetwork network = starter_prior();
        network.edges[3].conflicting = true;
        network.edges[3].sign = network.edges[5].sign = 0;
        write_prior(network, at("out.sif"));
        QCOMPARE(text_of(read_prior(at("out.sif"), {}, job), 1), text_of(network, 1));
        write_prior(network, at("out.gmt"));
        const RegulatoryNetwork sets = read_prior(at("out.gmt"), {}, job);
        QCOMPARE(text_of(sets, 0), text_of(network, 0));
        QCOMPARE(sets.format, std::string("gene sets (GMT)"));
        QCOMPARE(sets.warnings.size(), 0U);
    }
    void one_edge_in_every_format() {
        Job job;
        const RegulatoryNetwork one = make_network("one", std::vector<ListedRegulation>{{"A", "B", -1, 0}});
        for (const char* name : {"one.csv", "one.sif", "one.gmt"}) {
            write_prior(one, at(name));
            QCOMPARE(text_of(read_prior(at(name), {}, job), 0), std::string("A>B\n"));
        }
    }
    void real_priors_come_back() {
        const QString collectri = test::data_file("priors/collectri.csv"),
                      trrust = test::data_file("priors/trrust_rawdata.human.tsv");
        REGULUS_NEED_DATA(collectri);
        Job job;
        const RegulatoryNetwork both[] = {read_prior(collectri.toStdString(), {}, job),
                                          read_prior(trrust.toStdString(), {}, job)};
        const RegulatoryNetwork all = merged("both", both);
        QVERIFY(all.conflicting_pairs > 207);
        write_prior(all, at("all.csv"));
        QCOMPARE(text_of(read_prior(at("all.csv"), {}, job), 2), text_of(all, 2));
        write_prior(all, at("all.sif"));
        QCOMPARE(text_of(read_prior(at("all.sif"), {}, job), 1), text_of(all, 1));
        write_prior(all, at("all.gmt"));
        QCOMPARE(text_of(read_prior(at("all.gmt"), {}, job), 0), text_of(all, 0));
    }
    void python_reads_the_csv() {
        REGULUS_NEED_PYTHON("csv");
        write_prior(varied(), at("out.csv"));
        const auto ran = test::run_python(
            "import csv,sys\n"
            "for r in csv.DictReader(open(sys.argv[1], newline='')):\n"
            "    print(r['source'], r['target'], float(r['weight']) < 0, r['mode'], r['confidence'])",
            {QString::fromStdString(at("out.csv"))});
        QVERIFY2(ran.output.contains("SP1 X,\"Y False unknown C") &&
                     ran.output.contains("True repression E") &&
                     ran.output.contains("REST SYN1 False conflicting"),
                 qPrintable(ran.output + ran.errors));
    }
    void refused() {
        const auto kind_of = [&](const RegulatoryNetwork& network, const char* name) {
            try {
                write_prior(network, at(name));
            } catch (const Error& error) {
                return error.kind();
            }
            return ErrorKind::Internal;
        };
        QVERIFY(kind_of(varied(), "out.xlsx") == ErrorKind::Usage);
        QVERIFY(kind_of({}, "none.csv") == ErrorKind::Data);
        QVERIFY(!QFile::exists(m_folder.filePath("none.csv")));
        const RegulatoryNetwork broken =
            make_network("n", std::vector<ListedRegulation>{{"A", "B\nC", 1, 0}, {"#A", "B", 1, 0}});
        QVERIFY(kind_of(broken, "broken.csv") == ErrorKind::Data);
        QVERIFY(kind_of(varied(), "varied.gmt") == ErrorKind::Data);  // a quotation mark in a name
        QVERIFY(kind_of(starter_prior(), "no/such/folder.csv") == ErrorKind::Storage);
    }
};

QTEST_APPLESS_MAIN(PriorWriterTest)
#include "tst_prior_writer.moc"
