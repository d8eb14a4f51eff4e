// Every kind of prior that is no plain table: gene sets, pySCENIC, SIF, adjacencies, OmniPath, lists of TFs;
// and the options that narrow a prior.
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

#include "core/base/error.h"
#include "core/io/prior/prior_names.h"
#include "core/io/prior/prior_python_list.h"
#include "core/io/prior/prior_reader.h"
#include "core/io/prior/prior_starter.h"
#include "core/prior/network_summary.h"

using namespace regulus;

namespace {

const char* const scenic =
    ",,Enrichment,Enrichment,Enrichment,Enrichment\n"
    ",,AUC,Annotation,Context,TargetGenes\n"
    "TF,MotifID,,,,\n"
    "Gata3,m1,0.1,\"gene is annotated, directly\",\"frozenset({'top50', 'activating'})\",\"[('Il4', 2.5), "
    "('Il5', 1e-02)]\"\n"
    "Gata3,m2,0.1,x,\"frozenset({'activating'})\",\"[('Il4', 0.5), (\"\"O'x\"\", np.float64(7.0))]\"\n"
    "Rest,m3,0.1,x,\"frozenset({'repressing'})\",\"[('Syn1', 3.0)]\"\n"
    "Rest,m4,0.1,x,frozenset(),[]\n";

const char* const omnipath =
    "source\ttarget\tsource_genesymbol\ttarget_genesymbol\tis_directed\tis_stimulation\tis_inhibition\t"
    "consensus_direction\tconsensus_stimulation\tconsensus_inhibition\tsources\tdorothea_level\n"
    "P01106\tO14746\tMYC\tTERT\t1\t1\t0\t1\t1\t0\tCollecTRI;ExTRI_CollecTRI\tB;D\n"
    "P04637\tP08069\tTP53\tIGF1R\tTrue\tTrue\tTrue\tTrue\tFalse\tTrue\tCollecTRI\tA\n"
    "P04637\tP00001\tTP53\tX\t1\t1\t1\t1\t1\t1\tCollecTRI\t\n"
    "P04637\tP00002\tTP53\tY\t1\t0\t0\t1\t0\t0\tDoRothEA\tC\n"
    "COMPLEX:P01100_P05412\tP60568\tFOS_JUN\tIL2\t1\t1\t0\t1\t1\t0\tSIGNOR_CollecTRI\t\n";

}  // namespace

class PriorFormatsTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    std::string written(const std::string& content, const char* name = "prior.txt") {
        const std::string path = m_folder.filePath(name).toStdString();
        std::ofstream(path, std::ios::binary) << content;
        return path;
    }
    RegulatoryNetwork network_of(const std::string& content, const PriorOptions& options = {}) {
        Job job;
        return read_prior(written(content), options, job);
    }
    static QByteArray text_of(const RegulatoryNetwork& network) {
        std::string text;
        for (const Regulation& e : network.edges) {
            text += network.genes[e.tf] + ">" + network.genes[e.target] + ":" +
                    (e.conflicting ? "!" : std::to_string(e.sign)) +
                    (e.confidence != 0 ? std::string(1, e.confidence) : "");
            if (e.weight != 1)
                text += QString::number(static_cast<double>(e.weight)).prepend('@').toStdString();
            text += e.from_complex ? "* " : " ";
        }
        return QByteArray::fromStdString(text);
    }
    static QByteArray message_of(const auto& action, ErrorKind kind) {
        try {
            action();
        } catch (const Error& error) {
            return error.kind() == kind ? QByteArray(error.what())
                                        : QByteArray("another kind: ") + error.what();
        }
        return "nothing was thrown";
    }

  private Q_SLOTS:
    void content_decides_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("edges");
        QTest::addColumn<QByteArray>("format");
        QTest::newRow("gene sets, ragged")
            << QByteArray("GATA3_TARGET_GENES\tx\tIL4\tIL5\nV$STAT6_02\ty\tFCER2\n")
            << QByteArray("GATA3>IL4:0 GATA3>IL5:0 STAT6>FCER2:0 ") << QByteArray("gene sets (GMT)");
        QTest::newRow("gene sets of one size, with links")
            << QByteArray("A\thttp://a\tx\ty\nB\thttp://b\tz\tw\n") << QByteArray("A>x:0 A>y:0 B>z:0 B>w:0 ")
            << QByteArray("gene sets (GMT)");
        QTest::newRow("regulons") << QByteArray("A(+)\tna\tX\tY\tZ\nB(-)\tna\tX\n")
                                  << QByteArray("A>X:1 A>Y:1 A>Z:1 B>X:-1 ") << QByteArray("gene sets (GMT)");
        QTest::newRow("mouse sets") << QByteArray(
                                           "GATA3_TARGET_GENES\tu\tIl4\tIl5\n"
                                           "A230RIK_TARGET_GENES\tu\tA230Rik\nNKX3_2_TARGET_GENES\tu\tBax\n")
                                    << QByteArray("Gata3>Il4:0 Gata3>Il5:0 A230Rik>A230Rik:0 Nkx3-2>Bax:0 ")
                                    << QByteArray("gene sets (GMT)");
        QTest::newRow("pySCENIC") << QByteArray(scenic)
                                  << QByteArray(
                                         "Gata3>Il4:1@2.5 Gata3>Il5:1@0.01 Gata3>O'x:1@7 Rest>Syn1:-1@3 ")
                                  << QByteArray("pySCENIC motif table");
        QTest::newRow("adjacencies") << QByteArray(
                                            "TF\ttarget\timportance\nA\tx\t35.5\nA\ty\t0\nB\tx\t1e-3\n")
                                     << QByteArray("A>x:0@35.5 A>y:0@0 B>x:0@0.001 ")
                                     << QByteArray("TF-target table");
        QTest::newRow("SIF") << QByteArray("A activates x y\nB -| x\nC\nD pd z\n")
                             << QByteArray("A>x:1 A>y:1 B>x:-1 D>z:0 ") << QByteArray("SIF network");
        QTest::newRow("SIF of Pathway Commons")
            << QByteArray("A\tcontrols-expression-of\tx\nB\tin-complex-with\ty\n")
            << QByteArray("A>x:0 B>y:0 ") << QByteArray("SIF network");
        QTest::newRow("GENIE3") << QByteArray(
                                       "\"regulatoryGene\",\"targetGene\",\"weight\"\n\"A\",\"x\",0.25\n")
                                << QByteArray("A>x:1@0.25 ") << QByteArray("TF-target table");
        QTest::newRow("mode beside weight")
            << QByteArray("source,target,weight,mode\nA,x,2,repression\nA,y,3,conflicting\nA,z,0.5,unknown\n")
            << QByteArray("A>x:-1@2 A>y:!@3 A>z:0@0.5 ") << QByteArray("TF-target table");
        QTest::newRow("OmniPath")
            << QByteArray(omnipath)
            << QByteArray("MYC>TERT:1B TP53>IGF1R:-1A TP53>X:! TP53>Y:0C COMPLEX:FOS_JUN>IL2:1 ")
            << QByteArray("OmniPath table");
    }
    void content_decides() {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, edges);
        QFETCH(QByteArray, format);
        const RegulatoryNetwork network = network_of(content.toStdString());
        QCOMPARE(text_of(network), edges);
        QCOMPARE(QByteArray::fromStdString(network.format), format);
    }
    void sets_that_name_no_tf_are_counted() {
        const RegulatoryNetwork network =
            network_of("GATA3\tu\tA\tB\nMIR_150_3P\tu\tA\nYY2_MBTPS2_TARGET_GENES\tu\tA\nLET_7D\tu\n");
        QCOMPARE(network.records, 4U);
        QCOMPARE(network.warnings.size(), 2U);
        QVERIFY2(
            network.warnings[0].find(
                "3 of 4 sets are not gene symbols (2 microRNAs, 0 pathways, 1 others)") != std::string::npos,
            network.warnings[0].c_str());
        QVERIFY2(network.warnings[1].starts_with("1 set has no genes"), network.warnings[1].c_str());
        const RegulatoryNetwork pathways = network_of("REACTOME_X\tu\ta\tb\nKEGG_Y\tu\tc\n");
        QCOMPARE(pathways.edges.size(), 3U);
        QVERIFY(pathways.warnings.at(0).find("pathways, not TFs") != std::string::npos);
    }
    void motifs_of_a_pair_are_joined() {
        const RegulatoryNetwork network = network_of(scenic);
        QCOMPARE(network.records, 4U);  // motifs
        QCOMPARE(network.rows, 5U);
        QCOMPARE(network.edges[0].listed, 2);
        QVERIFY(network.warnings.empty());
    }
    void sources_are_remembered() {
        const RegulatoryNetwork network = network_of(omnipath);
        QCOMPARE(network.sources,
                 (std::vector<std::string>{"CollecTRI", "ExTRI_CollecTRI", "DoRothEA", "SIGNOR_CollecTRI"}));
        QCOMPARE(source_names(network, network.edges[0].sources),
                 (std::vector<std::string>{"CollecTRI", "ExTRI_CollecTRI"}));
        std::string many = "source,target,sources\n";
        for (int i = 0; i < 200; ++i) many += "A,g" + std::to_string(i) + ",s" + std::to_string(i) + "\n";
        const RegulatoryNetwork crowded = network_of(many);
        QCOMPARE(crowded.sources.size(), most_sources);
        QCOMPARE(source_names(crowded, crowded.edges[199].sources),
                 (std::vector<std::string>{other_sources}));
        QCOMPARE(source_names(crowded, crowded.edges[62].sources), (std::vector<std::string>{"s62"}));
    }
    void options_narrow() {
        const std::string adjacencies = "TF,target,importance\nA,x,3\nA,y,2\nA,z,1\nB,x,9\nB,y,0.5\n";
        PriorOptions options;
        options.min_importance = 1.5;
        QCOMPARE(text_of(network_of(adjacencies, options)), QByteArray("A>x:0@3 A>y:0@2 B>x:0@9 "));
        options.min_importance = 0;
        options.top_targets = 1;
        QCOMPARE(text_of(network_of(adjacencies, options)), QByteArray("A>x:0@3 B>x:0@9 "));
        options = {};
        options.sign = SignFilter::Repressing;
        QCOMPARE(text_of(network_of(omnipath, options)), QByteArray("TP53>IGF1R:-1A "));
        options = {};
        options.worst_confidence = 'B';
        QCOMPARE(text_of(network_of(omnipath, options)),
                 QByteArray("MYC>TERT:1B TP53>IGF1R:-1A TP53>X:! COMPLEX:FOS_JUN>IL2:1 "));
        QVERIFY(network_of(omnipath).narrowed.empty());
        QCOMPARE(network_of(omnipath, options).narrowed, std::string("confidence A to B"));
        options = {};
        options.worst_confidence = 'A';
        options.sign = SignFilter::Repressing;
        options.expand_complexes = true;
        options.tf_list = written("TP53\n", "tfs.txt");
        QCOMPARE(network_of(omnipath, options).narrowed,
                 std::string("confidence A, repressing edges, complexes expanded, TFs of tfs.txt"));
        options = {};
        options.min_importance = 1.5;
        options.top_targets = 20;
        QCOMPARE(network_of(adjacencies, options).narrowed,
                 std::string("importance ≥ 1.5, top 20 targets of each TF"));
    }
    void a_list_of_tfs_restricts() {
        PriorOptions options;
        options.tf_list = written("TF\nMYC\nFOXP3\nMYC\nGATA3\n", "tfs.txt");
        const RegulatoryNetwork network = network_of(omnipath, options);
        QCOMPARE(text_of(network), QByteArray("MYC>TERT:1B "));
        const auto said = [](const RegulatoryNetwork& n, const char* words) {
            return std::ranges::find(n.warnings, std::string(words)) != n.warnings.end();
        };
        QVERIFY(said(network, "Of the 3 TFs in tfs.txt, 2 regulate nothing in the prior"));
        // What there is none of is not told.
        options.tf_list = written("MYC\nTP53\n", "tfs.txt");
        for (const std::string& warning : network_of(omnipath, options).warnings)
            QVERIFY2(warning.find("nothing in the prior") == std::string::npos, warning.c_str());
        options.tf_list = written("FOXP3\n", "tfs.txt");
        QVERIFY(
            message_of([&] { network_of(omnipath, options); }, ErrorKind::Data).contains("None of the TFs"));
        options.tf_list = written("A,B\n", "tfs.txt");
        QVERIFY(
            message_of([&] { network_of(omnipath, options); }, ErrorKind::Input).contains("several columns"));
        options.tf_list = "/nowhere.txt";
        QVERIFY(
            message_of([&] { network_of(omnipath, options); }, ErrorKind::Input).contains("File not found"));
    }
    void complexes_become_their_members_when_asked() {
        const std::string table =
            "source,target,weight\nAP1,IL2,1\nJUN,IL2,-1\nNFKB,TNF,1\nRELA,TNF,1\nMYC,TERT,1\n";
        QCOMPARE(network_of(table).edges.size(), 5U);
        PriorOptions options;
        options.expand_complexes = true;
        const RegulatoryNetwork network = network_of(table, options);
        QCOMPARE(network.complexes.names, 2U);
        QCOMPARE(network.complexes.replaced, 2U);
        QCOMPARE(network.complexes.added, 6U + 4U);
        QVERIFY(text_of(network).contains("JUN>IL2:-1 "));  // what is listed by itself stays
        QVERIFY(text_of(network).contains("FOSL2>IL2:1* "));
        QVERIFY2(network.warnings.back().find(
                     "Replacing 2 complexes (AP1, NFKB) by their members added 10 edges in place of 2") == 0,
                 network.warnings.back().c_str());
        QCOMPARE(text_of(network_of(omnipath, options)),
                 QByteArray("MYC>TERT:1B TP53>IGF1R:-1A TP53>X:! TP53>Y:0C FOS>IL2:1* JUN>IL2:1* "));
    }
    void refused_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("message");
        const QByteArray head = QByteArray("TF,MotifID,Context,TargetGenes\nA,m,x,");
        QTest::newRow("list cut short") << head + "\"[('Il4', 2.5\"\n" << QByteArray("line 2");
        QTest::newRow("list with code") << head + "\"[__import__('os').getpid()]\"\n" << QByteArray("line 2");
        QTest::newRow("weight no number") << head + "\"[('Il4', 'x')]\"\n"
                                          << QByteArray("a weight is not a number");
        QTest::newRow("weight infinite") << head + "\"[('Il4', inf)]\"\n"
                                         << QByteArray("a weight is not a number");
        QTest::newRow("nested") << head + "\"[[('Il4', 1)]]\"\n" << QByteArray("a pair (gene, weight)");
        QTest::newRow("after the list") << head + "\"[('Il4', 1)] + x\"\n" << QByteArray("after the list");
        QTest::newRow("not a list") << head + "Il4\n" << QByteArray("begins with [");
        QTest::newRow("line too short")
            << QByteArray("TF,MotifID,TargetGenes\nA,m\n") << QByteArray("line 2");
        QTest::newRow("only titles") << QByteArray("TF,MotifID,TargetGenes\n")
                                     << QByteArray("lists no edges");
        QTest::newRow("set without description")
            << QByteArray("A\tu\tx\ty\nB\tu\tz\nC\n") << QByteArray("line 3");
        QTest::newRow("importance no number")
            << QByteArray("TF,target,importance\nA,x,1\nA,y,big\n") << QByteArray("line 3");
        QTest::newRow("importance NaN")
            << QByteArray("TF,target,importance\nA,x,1\nA,y,nan\n") << QByteArray("line 3");
        QTest::newRow("OmniPath cut short") << QByteArray(omnipath) + "P04637\tP00002\tTP53\n"
                                            << QByteArray("line 7");
        QTest::newRow("SIF without target")
            << QByteArray("A activates x\nB activates\n") << QByteArray("line 2");
    }
    void refused() {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, message);
        const QByteArray said = message_of([&] { network_of(content.toStdString()); }, ErrorKind::Input);
        QVERIFY2(said.contains(message), said.constData());
    }
    void filters_that_leave_nothing_or_make_no_sense() {
        const std::string plain = "A\tx\nB\ty\n";
        const auto said = [&](const PriorOptions& options, const std::string& text, ErrorKind kind) {
            return message_of([&] { network_of(text, options); }, kind);
        };
        QVERIFY(said({0, SignFilter::Activating}, plain, ErrorKind::Data).contains("known to be activating"));
        QVERIFY(said({0, SignFilter::Both, 2}, plain, ErrorKind::Data).contains("no importances"));
        QVERIFY(said({0, SignFilter::Both, 0, 5}, plain, ErrorKind::Data).contains("no importances"));
        QVERIFY(said({0, SignFilter::Both, 50}, "TF,target,importance\nA,x,3\n", ErrorKind::Data)
                    .contains("required importance"));
        QVERIFY(said({0, SignFilter::Both, -1}, plain, ErrorKind::Usage).contains("not negative"));
    }
    void python_lists_have_limits() {
        std::string name;
        double weight = 0;
        PythonPairs fine("[('a\\'b', 1), (\"c\", -2.5e3),]");
        QVERIFY(fine.next(name, weight) && name == "a'b" && weight == 1);
        QVERIFY(fine.next(name, weight) && name == "c" && weight == -2500);
        QVERIFY(!fine.next(name, weight) && fine.problem().empty());
        const std::string long_name = "[('" + std::string(300, 'x') + "', 1)]";
        PythonPairs longer(long_name);
        QVERIFY(!longer.next(name, weight) && longer.problem().find("256") != std::string::npos);
        for (const char* broken : {"", "[", "[(", "[('", "[('a", "[('a'", "[('a',", "[('a', 1", "[('a', 1)",
                                   "[('a', np.float64(1)]", "[('\\", "[('a' 1)]", "[('a', 1) ('b', 2)]"}) {
            PythonPairs pairs(broken);
            while (pairs.next(name, weight)) {
            }
            QVERIFY2(!pairs.problem().empty(), broken);
        }
    }
    void lists_of_names() {
        Job job;
        const NameList list = read_name_list(written("# TFs\nSTAT1\n\nSPI1\r\nSTAT1\n"), job);
        QCOMPARE(list.names, (std::vector<std::string>{"STAT1", "SPI1"}));
        QCOMPARE(list.repeated, 1U);
        QVERIFY(!find_name_list(written("A\tB\n"), job));
        std::string late;
        for (int i = 0; i < 300; ++i) late += "G" + std::to_string(i) + "\n";
        QVERIFY(message_of([&] { read_name_list(written(late + "A,B\n"), job); }, ErrorKind::Input)
                    .contains("line 301"));
    }
    void the_starter_is_what_it_says() {
        const RegulatoryNetwork starter = starter_prior();
        QVERIFY(starter.edges.size() >= 150 && starter.edges.size() <= 300);
        QCOMPARE(starter.conflicting_pairs, 0U);
        QCOMPARE(starter.repeated_pairs, 0U);
        QVERIFY(starter.warnings.at(0).find("unreferenced, incomplete") != std::string::npos);
        QCOMPARE(starter.name, std::string(starter_name));
        QCOMPARE(starter.checksum.size(), 64U);
        const auto has = [&](const char* tf, const char* target) {
            return std::ranges::any_of(targets_of(starter, tf),
                                       [&](const auto& e) { return e.gene == target; });
        };
        QVERIFY(has("GATA3", "IL4") && has("FOXP3", "IL2RA") && has("PAX5", "CD19") && has("SOX10", "MBP"));
        const auto unknown = std::ranges::count(starter.edges, 0, &Regulation::sign);
        QCOMPARE(unknown, 0);
    }
};

QTEST_APPLESS_MAIN(PriorFormatsTest)
#include "tst_prior_formats.moc"
