// Merging, filtering, expanding and browsing priors, and names of gene sets.
#include <QTest>

#include "core/base/error.h"
#include "core/prior/complexes.h"
#include "core/prior/coverage.h"
#include "core/prior/network_builder.h"
#include "core/prior/network_filter.h"
#include "core/prior/network_merge.h"
#include "core/prior/network_summary.h"
#include "core/prior/set_names.h"

using namespace regulus;

namespace {

RegulatoryNetwork network(const char* name, std::vector<ListedRegulation> listed, const char* checksum = "") {
    RegulatoryNetwork made = make_network(name, listed);
    made.checksum = checksum;
    return made;
}

std::string text_of(const RegulatoryNetwork& network) {
    std::string text;
    for (const Regulation& e : network.edges) {
        text += network.genes[e.tf] + ">" + network.genes[e.target] + ":" +
                (e.conflicting ? "!" : std::to_string(e.sign)) +
                (e.confidence != 0 ? std::string(1, e.confidence) : "");
        for (const std::string& source : source_names(network, e.sources)) text += "," + source;
        text += " ";
    }
    return text;
}

const SetNameKind gene = SetNameKind::Gene, other = SetNameKind::Other, mirna = SetNameKind::MicroRna,
                  pathway = SetNameKind::Pathway;

}  // namespace

class NetworksTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void merging_remembers_who_said_it() {
        const RegulatoryNetwork both[] = {
            network("one", {{"A", "x", 1, 'B'}, {"A", "y", 1, 0}, {"B", "x", 0, 0}}),
            network("two", {{"C", "x", 1, 0}, {"A", "y", -1, 0}, {"A", "x", 1, 'A'}, {"B", "x", -1, 0}})};
        const RegulatoryNetwork all = merged("both", both);
        QCOMPARE(text_of(all), std::string("A>x:1A,one,two A>y:!,one,two B>x:-1,one,two C>x:1,two "));
        QCOMPARE(all.conflicting_pairs, 1U);
        QCOMPARE(all.differing_pairs, 2U);
        QCOMPARE(all.repeated_pairs, 3U);
        QCOMPARE(all.rows, 7U);
        // With the first once more nothing changes but the counts of rows.
        const RegulatoryNetwork again[] = {all, both[0]};
        QCOMPARE(text_of(merged("again", again)), text_of(all));
    }
    void targets_of_several_tfs_are_joined() {
        const RegulatoryNetwork both[] = {
            network("one", {{"A", "x", 1, 'B', 0.5F}, {"A", "y", 1, 0}, {"B", "x", -1, 'A', 0.25F}}),
            network("two", {{"B", "z", -1, 0, 2}, {"B", "x", -1, 0}})};
        const RegulatoryNetwork all = merged("both", both);
        const std::vector<std::string> tfs{"A", "B"};
        const auto found = targets_of(all, tfs);
        QCOMPARE(found.size(), 3U);  // by name
        QCOMPARE(found[0].gene, std::string("x"));
        QCOMPARE(found[0].confidence, 'A');
        QCOMPARE(found[0].weight, 1.0);
        QVERIFY(found[0].conflicting && found[0].sign == 0);
        QCOMPARE(found[0].listed, std::size_t{3});
        QCOMPARE(found[0].sources, std::vector<std::string>({"one", "two"}));
        QCOMPARE(found[1].gene + found[2].gene, std::string("yz"));
        QCOMPARE(int(found[2].sign), -1);
        QVERIFY(targets_of(all, std::vector<std::string>{"none"}).empty());
        QVERIFY((evidence_given(all) == EvidenceGiven{true, true, true}));
        // What is the same of all edges is nothing that is given.
        QVERIFY(evidence_given(network("plain", {{"A", "x", 1, 0}, {"A", "y", -1, 0}})) == EvidenceGiven{});
    }
    void merging_tells_files_of_one_name_apart() {
        const RegulatoryNetwork same[] = {network("net.csv", {{"A", "x", 1, 0}}, "1"),
                                          network("net.csv", {{"A", "x", 1, 0}}, "2"),
                                          network("net.csv", {{"A", "x", 1, 0}}, "1")};
        const RegulatoryNetwork all = merged("all", same);
        QCOMPARE(all.sources, (std::vector<std::string>{"net.csv", "net.csv (2)"}));
        QCOMPARE(all.edges[0].listed, 3);
    }
    void merging_many_and_none() {
        std::vector<RegulatoryNetwork> many;
        for (int i = 0; i < 70; ++i) {
            many.push_back(network(("n" + std::to_string(i)).c_str(), {{"A", "x", 1, 0}}));
        }
        const RegulatoryNetwork all = merged("many", many);
        QCOMPARE(all.sources.size(), most_sources);
        QCOMPARE(all.sources.back(), std::string(other_sources));
        QCOMPARE(all.edges[0].sources, ~std::uint64_t{0});
        QVERIFY(merged("none", {}).edges.empty());
    }
    void filters() {
        const RegulatoryNetwork n = network(
            "n",
            {{"A", "x", 1, 'A', 3}, {"A", "y", -1, 'C', 2}, {"A", "z", 0, 0, 2}, {"B", "x", -1, 'B', 0.5F}});
        NetworkFilter filter;
        filter.worst_confidence = 'B';
        QCOMPARE(filtered(n, filter).edges.size(), 3U);
        filter = {};
        filter.sign = SignFilter::Repressing;
        QCOMPARE(text_of(filtered(n, filter)), std::string("A>y:-1C,n B>x:-1B,n "));
        filter = {};
        filter.min_weight = 2;
        QCOMPARE(filtered(n, filter).edges.size(), 3U);
        filter = {};
        filter.top_targets = 2;  // y before z: the name decides
        QCOMPARE(text_of(filtered(n, filter)), std::string("A>x:1A,n A>y:-1C,n B>x:-1B,n "));
        const std::vector<std::string> tfs{"B", "Q"};
        filter = {};
        filter.tfs = &tfs;
        QCOMPARE(text_of(filtered(n, filter)), std::string("B>x:-1B,n "));
        QCOMPARE(absent_tfs(n, tfs), 1U);
        QVERIFY(sign_filter_from("activating") == SignFilter::Activating);
        QVERIFY_EXCEPTION_THROWN(sign_filter_from("up"), Error);
    }
    void summary_counts() {
        const RegulatoryNetwork n = network("n", {{"A", "A", 1, 'A'},
                                                  {"A", "x", 1, 0},
                                                  {"A", "x", -1, 0},
                                                  {"A", "y", 0, 'E'},
                                                  {"B", "x", -1, 0, 4},
                                                  {"C", "x", -1, 0}});
        const NetworkSummary s = summary_of(n);
        QCOMPARE(s.edges, 5U);
        QCOMPARE(s.tfs, 3U);
        QCOMPARE(s.targets, 3U);
        QCOMPARE(s.activating + s.repressing + s.conflicting + s.unknown, s.edges);
        QCOMPARE(s.activating, 1U);
        QCOMPARE(s.conflicting, 1U);
        QCOMPARE(s.unknown, 1U);
        QCOMPARE(s.self, 1U);
        QCOMPARE(s.by_confidence, (std::array<std::size_t, 6>{1, 0, 0, 0, 1, 3}));
        QCOMPARE(s.least_targets, 1U);
        QCOMPARE(s.median_targets, 1U);
        QCOMPARE(s.most_targets, 3U);
        QVERIFY(s.weighted);
        QCOMPARE(s.largest_weight, 4.0);
        QCOMPARE(s.largest.front().first, std::string("A"));
        QCOMPARE(summary_of({}).edges, 0U);
    }
    void browsing_by_either_end() {
        const RegulatoryNetwork n = network("n", {{"Gata3", "Il4", 1, 'B'},
                                                  {"Gata3", "Il5", 1, 'A'},
                                                  {"Gata3", "Il13", 1, 0, 5},
                                                  {"Gata3", "Il10", 1, 0, 5},
                                                  {"Stat6", "Il4", 1, 0},
                                                  {"Stat6", "Il4", -1, 0}});
        std::string names;
        for (const EdgeEvidence& e : targets_of(n, "GATA3")) names += e.gene + " ";
        QCOMPARE(names, std::string("Il5 Il4 Il10 Il13 "));
        const auto regulators = regulators_of(n, "Il4");
        QCOMPARE(regulators.size(), 2U);
        QCOMPARE(regulators[1].gene, std::string("Stat6"));
        QVERIFY(regulators[1].conflicting && regulators[1].listed == 2);
        QCOMPARE(std::string(sign_word(regulators[1].sign, regulators[1].conflicting)),
                 std::string("conflicting"));
        QVERIFY(targets_of(n, "Il4").empty());
        QVERIFY(targets_of(n, "nothing").empty());
        const RegulatoryNetwork twice = network("n", {{"AB", "x", 1, 0}, {"Ab", "x", 1, 0}});
        QVERIFY(targets_of(twice, "ab").empty());  // which one is meant is not known
        QCOMPARE(targets_of(twice, "Ab").size(), 1U);
    }
    void complexes_and_their_members() {
        const auto is_tf = [](std::string_view name) { return name == "JUN" || name == "FOS"; };
        const auto members = [&](const char* name) { return complex_members(name, is_tf).size(); };
        QCOMPARE(members("AP1"), 7U);
        QCOMPARE(members("NFKB"), 5U);
        QCOMPARE(members("JUN_FOS"), 2U);
        QCOMPARE(members("JUN_MYC"), 0U);  // not known to be two TFs
        QCOMPARE(members("COMPLEX:JUN_MYC"), 2U);
        QCOMPARE(members("COMPLEX:A:B:C"), 3U);
        QCOMPARE(members("JUN"), 0U);
        QCOMPARE(members("NFKB1"), 0U);
        QCOMPARE(complex_members("Nfkb", is_tf).front(), std::string("Nfkb1"));
        const RegulatoryNetwork plain = network("n", {{"A", "x", 1, 0}});
        QCOMPARE(text_of(expand_complexes(plain)), text_of(plain));
        QVERIFY(expand_complexes(plain).warnings.empty());
    }
    void coverage_counts_complexes_apart() {
        const RegulatoryNetwork n =
            network("n", {{"AP1", "IL2", 1, 0}, {"JUN", "IL2", 1, 0}, {"AP1", "MMP1", 1, 0}});
        const std::vector<std::string> genes{"JUN", "FOS", "IL2", "MMP1"};
        QCOMPARE(coverage(n, genes).edges, 1U);
        const Coverage expanded = coverage(expand_complexes(n), genes);
        QCOMPARE(expanded.edges, 1U);
        QCOMPARE(expanded.complex_edges, 3U);  // FOS>IL2, FOS>MMP1, JUN>MMP1
        QCOMPARE(expanded.tfs, 2U);
    }
    void names_of_sets_data() {
        QTest::addColumn<QString>("tf");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("sign");
        const auto row = [](const char* name, const char* tf, SetNameKind kind, int sign = 0) {
            QTest::newRow(name) << tf << static_cast<int>(kind) << sign;
        };
        row("GATA3", "GATA3", gene);
        row("FOXP3_TARGET_GENES", "FOXP3", gene);
        row("NKX3_2_TARGET_GENES", "NKX3-2", gene);
        row("H1_6_TARGET_GENES", "H1-6", gene);
        row("ND5_UNIPROT_A0A023J5X2_UNREVIEWED_TARGET_GENES", "ND5", gene);
        row("YY2_MBTPS2_TARGET_GENES", "YY2_MBTPS2_TARGET_GENES", other);
        row("V$STAT6_02", "STAT6", gene);
        row("TF.V$GATA3_Q4", "GATA3", gene);
        row("E2F1_Q3_01", "E2F1", gene);
        row("GGGAGGRR_MAZ_Q6", "MAZ", gene);
        row("ATGGYGA_UNKNOWN", "ATGGYGA_UNKNOWN", other);
        row("RYTTCCTG_ETS2_B", "ETS2", gene);
        row("FOXP3(+)", "FOXP3", gene, 1);
        row("Foxp3_(-)", "Foxp3", gene, -1);
        row("Dlx5_extended (35g)", "Dlx5", gene);
        row("STAT1 CHEA", "STAT1", gene);
        row("1700009N14Rik", "1700009N14Rik", gene);
        row("MIR_128_1_5P_MIR_128_2_5P", "MIR_128_1_5P_MIR_128_2_5P", mirna);
        row("LET_7D_3P", "LET_7D_3P", mirna);
        row("hsa-miR-150-5p", "hsa-miR-150-5p", mirna);
        row("REACTOME_TRANSLATION", "REACTOME_TRANSLATION", pathway);
        row("HALLMARK_APOPTOSIS", "HALLMARK_APOPTOSIS", pathway);
        row("response to stress", "response", gene);  // one word is taken for a symbol
        row("a_b_c", "a_b_c", other);
        row("(+)", "(+)", other);
        row("_TARGET_GENES", "_TARGET_GENES", other);
        row("12345", "12345", other);
    }
    void names_of_sets() {
        QFETCH(QString, tf);
        QFETCH(int, kind);
        QFETCH(int, sign);
        const SetName name = read_set_name(QTest::currentDataTag());
        QCOMPARE(QString::fromStdString(name.tf), tf);
        QCOMPARE(static_cast<int>(name.kind), kind);
        QCOMPARE(static_cast<int>(name.sign), sign);
    }
    void the_builder_can_be_cancelled() {
        NetworkBuilder builder;
        builder.add({builder.gene("A"), builder.gene("x")});
        Job job;
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(builder.finish("n", job), Cancelled);
    }
};

QTEST_APPLESS_MAIN(NetworksTest)
#include "tst_networks.moc"
