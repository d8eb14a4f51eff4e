#include <QTest>

#include <algorithm>
#include <map>
#include <set>

#include "core/base/error.h"
#include "core/prior/attention_mask.h"
#include "core/prior/coverage.h"
#include "core/prior/network_filter.h"
#include "core/prior/shuffle.h"
#include "core/prior/token_choice.h"

using namespace regulus;

namespace {

RegulatoryNetwork small_network() {
    return make_network("small", std::vector<ListedRegulation>{{"A", "x", 1, 'B'},
                                                               {"A", "y", 1, 0},
                                                               {"A", "y", -1, 0},
                                                               {"A", "x", 1, 'A'},
                                                               {"B", "x", -1, 'D'},
                                                               {"B", "B", 1, 0},
                                                               {"C", "z", 0, 0},
                                                               {"C", "z", -1, 0}});
}

}  // namespace

class PriorTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void repeated_pairs_are_joined() {
        const RegulatoryNetwork network = small_network();
        QCOMPARE(network.rows, 8U);
        QCOMPARE(network.edges.size(), 5U);
        QCOMPARE(network.repeated_pairs, 3U);
        QCOMPARE(network.conflicting_pairs, 1U);
        QCOMPARE(network.tf_count(), 3U);
        std::map<std::string, Regulation> by_name;
        for (const auto& e : network.edges) by_name[network.genes[e.tf] + ">" + network.genes[e.target]] = e;
        QCOMPARE(by_name.at("A>x").confidence, 'A');
        QVERIFY(by_name.at("A>y").conflicting);
        QCOMPARE(static_cast<int>(by_name.at("A>y").sign), 0);
        QCOMPARE(static_cast<int>(by_name.at("C>z").sign), -1);  // one row knows, the other does not
    }

    void confidence_filter_keeps_what_has_none() {
        const RegulatoryNetwork kept = filtered(small_network(), {.worst_confidence = 'C'});
        QCOMPARE(kept.edges.size(), 4U);
    }

    void coverage_counts_what_is_lost() {
        const std::vector<std::string> genes{"A", "B", "x", "other"};
        const Coverage c = coverage(small_network(), genes);
        QCOMPARE(c.edges, 3U);  // A>x, B>x, B>B
        QCOMPARE(c.tfs, 2U);
        QCOMPARE(c.tfs_min5, 0U);
        QCOMPARE(c.lost_tf, 1U);      // C>z
        QCOMPARE(c.lost_target, 1U);  // A>y
        QCOMPARE(c.orphans, 2U);      // A, other
        QCOMPARE(c.missing_tfs, std::vector<std::string>{"C"});
        QVERIFY(!c.case_differs);
        QVERIFY(coverage(small_network(), std::vector<std::string>{"a", "b", "X"}).case_differs);
    }

    void tokens_are_tfs_then_their_targets_then_orphans() {
        std::vector<ListedRegulation> listed;
        std::vector<std::string> genes{"T1", "T2"};
        std::vector<double> variability{0, 0};
        for (int i = 0; i < 10; ++i) {
            genes.push_back("g" + std::to_string(i));
            variability.push_back(i);
            if (i > 0) listed.push_back({"T1", "g" + std::to_string(i), 1, 0});
            if (i > 6) listed.push_back({"T2", "g" + std::to_string(i), 1, 0});
        }
        genes.push_back("orphan");
        variability.push_back(100);
        const RegulatoryNetwork network = make_network("n", listed);
        const Tokens tokens = choose_tokens(network, genes, variability, {8, 5});
        // T2 has three targets only: it is neither a TF nor, having no variability, anything else
        QCOMPARE(tokens.genes, (std::vector<std::uint32_t>{0, 11, 10, 9, 8, 7, 6, 5}));
        QCOMPARE(tokens.tfs, 1U);
        QCOMPARE(choose_tokens(network, genes, variability, {0, 5}).genes.back(), 12U);
        QVERIFY_EXCEPTION_THROWN(
            choose_tokens(network, std::vector<std::string>{"q"}, std::vector<double>{1}, {8, 5}), Error);
        // With four tokens T1 has three targets left and is checked again.
        QVERIFY_EXCEPTION_THROWN(choose_tokens(network, genes, variability, {4, 5}), Error);
    }

    void mask_holds_the_edges_among_tokens() {
        const std::vector<std::string> tokens{"x", "A", "y", "B"};
        const AttentionMask mask = make_mask(small_network(), tokens, MaskMode::Prior, 0);
        QCOMPARE(mask.offsets, (std::vector<std::int32_t>{0, 2, 2, 3, 3}));  // B>B is self-attention anyway
        QCOMPARE(mask.regulators, (std::vector<std::int32_t>{1, 3, 1}));
        QCOMPARE(mask.signs, (std::vector<std::int8_t>{1, -1, 0}));
        QCOMPARE(make_mask(small_network(), tokens, MaskMode::Self, 0).edges(), 0U);
        QCOMPARE(make_mask(small_network(), tokens, MaskMode::Prior, 0, 2).edges(), 2U);
        QCOMPARE(regulons(mask).tfs, (std::vector<std::int32_t>{1, 3}));
        QCOMPARE(regulons(mask).targets, (std::vector<std::int32_t>{2, 1}));
    }

    void rewiring_keeps_every_degree() {
        std::vector<std::pair<std::int32_t, std::int32_t>> edges;
        for (int tf = 0; tf < 20; ++tf) {
            for (int i = 0; i < 5 + tf; ++i) edges.emplace_back(tf, 20 + (i * (tf + 3)) % 97);
        }
        std::ranges::sort(edges);
        edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
        const Rewired rewired = rewire(edges, 4);
        const auto degrees = [](const auto& list) {
            std::map<std::int32_t, int> out, in;
            for (const auto& [tf, target] : list) {
                ++out[tf];
                ++in[target];
            }
            return std::pair{out, in};
        };
        QVERIFY(degrees(edges) == degrees(rewired.edges));
        QCOMPARE(std::set(rewired.edges.begin(), rewired.edges.end()).size(), edges.size());
        QVERIFY(rewired.overlap < 0.5);
        QVERIFY(rewire(edges, 4).edges == rewired.edges);
        QVERIFY(rewire(edges, 5).edges != rewired.edges);
    }

    void shuffled_mask_says_how_much_is_left() {
        std::vector<ListedRegulation> listed;
        std::vector<std::string> tokens;
        for (int tf = 0; tf < 10; ++tf) tokens.push_back("T" + std::to_string(tf));
        for (int g = 0; g < 60; ++g) {
            tokens.push_back("g" + std::to_string(g));
            for (int i = 0; i < 3; ++i) {
                listed.push_back({"T" + std::to_string((g * 7 + i * 3) % 10), "g" + std::to_string(g), 1, 0});
            }
        }
        const RegulatoryNetwork network = make_network("n", listed);
        const AttentionMask prior = make_mask(network, tokens, MaskMode::Prior, 1);
        const AttentionMask shuffled = make_mask(network, tokens, MaskMode::Shuffled, 1);
        QCOMPARE(prior.overlap, 1.0);
        QCOMPARE(shuffled.edges(), prior.edges());
        QCOMPARE(shuffled.offsets, prior.offsets);
        std::size_t same = 0;
        for (std::size_t g = 0; g < tokens.size(); ++g) {
            for (const auto tf : shuffled.regulators_of(g)) {
                same += std::ranges::find(prior.regulators_of(g), tf) != prior.regulators_of(g).end();
            }
        }
        QCOMPARE(shuffled.overlap, static_cast<double>(same) / static_cast<double>(prior.edges()));
        QVERIFY(shuffled.overlap < 1);
    }

    void mask_names() {
        QVERIFY(mask_mode_from("shuffled") == MaskMode::Shuffled);
        QVERIFY_EXCEPTION_THROWN(mask_mode_from("full"), Error);
    }
};

QTEST_APPLESS_MAIN(PriorTest)
#include "tst_prior.moc"
