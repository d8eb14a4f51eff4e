// A prior whose targets were exchanged: what stays, and what does not.
#include "core/regulons/rewired_regulons.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <set>

#include "core/base/random.h"

using namespace regulus;

namespace {

constexpr std::int32_t genes = 40, tfs = 9;
constexpr std::size_t outside = 4;  // this TF is no gene of the dataset

// TFs of different sizes that regulate each other as well; every edge has a weight of its own.
RegulonSet regulons() {
    Random random(11);
    RegulonSet set;
    set.genes = genes;
    for (std::int32_t t = 0; t < tfs; ++t) {
        set.tfs.push_back("tf" + std::to_string(t));
        set.own.push_back(static_cast<std::size_t>(t) == outside ? -1 : 3 * t);
        std::set<std::int32_t> targets;
        while (targets.size() < static_cast<std::size_t>(5 + 2 * t)) {
            // Half of them among the TFs, where an edge to itself is near.
            const auto target = static_cast<std::int32_t>(random.uniform() < 0.5 ? 3 * random.below(tfs)
                                                                                 : random.below(genes));
            if (target != set.own.back()) targets.insert(target);
        }
        for (const std::int32_t target : targets) {
            set.targets.push_back(target);
            const auto weight = static_cast<float>(set.targets.size());
            set.weights.push_back(set.targets.size() % 3 == 0 ? -weight : weight);
        }
        set.offsets.push_back(static_cast<std::int64_t>(set.targets.size()));
    }
    return set;
}

std::set<std::pair<std::size_t, std::int32_t>> edges(const RegulonSet& set) {
    std::set<std::pair<std::size_t, std::int32_t>> pairs;
    for (std::size_t t = 0; t < set.count(); ++t) {
        for (const std::int32_t target : set.targets_of(t)) pairs.emplace(t, target);
    }
    return pairs;
}

std::vector<float> sorted_weights(const RegulonSet& set, std::size_t tf) {
    std::vector<float> weights(set.weights_of(tf).begin(), set.weights_of(tf).end());
    std::ranges::sort(weights);
    return weights;
}

}  // namespace

class RewiredRegulonsTest : public QObject {
    Q_OBJECT
    const RegulonSet m_real = regulons();

  private Q_SLOTS:
    // A TF that is its own target stays it; what else is exchanged is as without that edge.
    void own_edges_stay() {
        RegulonSet set = regulons();
        const auto first = set.targets.begin() + set.offsets[2], last = set.targets.begin() + set.offsets[3];
        *first = set.own[2];
        std::sort(first, last);
        const RegulonSet others = without_own(set);
        QCOMPARE(others.edges(), set.edges() - 1);
        const TfFamilies alone = TfFamilies::none(set.count());
        const RegulonSet made = rewired_but_own(set, alone, 3),
                         exchanged = rewired_families(others, alone, 3);
        QVERIFY(made.targets != set.targets);
        QVERIFY(made.offsets == set.offsets);
        for (std::size_t t = 0; t < set.count(); ++t) {
            std::vector<std::int32_t> targets(made.targets_of(t).begin(), made.targets_of(t).end());
            QVERIFY(std::ranges::is_sorted(targets));
            QCOMPARE(std::ranges::count(targets, set.own[t]), t == 2 ? 1 : 0);
            std::erase(targets, t == 2 ? set.own[t] : -2);
            QVERIFY(std::ranges::equal(targets, exchanged.targets_of(t)));
            std::multiset<float> before(set.weights_of(t).begin(), set.weights_of(t).end()),
                after(made.weights_of(t).begin(), made.weights_of(t).end());
            QVERIFY(before == after);
        }
    }

    void tfs_and_targets_keep_their_numbers_of_edges() {
        const RegulonSet set = rewired_regulons(m_real, 1);
        QCOMPARE(set.genes, m_real.genes);
        QCOMPARE(set.tfs, m_real.tfs);
        QCOMPARE(set.own, m_real.own);
        QCOMPARE(set.offsets, m_real.offsets);
        std::vector<std::int32_t> before = m_real.targets, after = set.targets;
        QVERIFY(before != after);
        std::ranges::sort(before);
        std::ranges::sort(after);
        QCOMPARE(after, before);
    }

    void every_tf_keeps_its_weights() {
        const RegulonSet set = rewired_regulons(m_real, 2);
        QCOMPARE(set.weights.size(), m_real.weights.size());
        for (std::size_t t = 0; t < set.count(); ++t)
            QCOMPARE(sorted_weights(set, t), sorted_weights(m_real, t));
    }

    void edges_are_those_of_a_regulon_set() {
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const RegulonSet set = rewired_regulons(m_real, seed);
            for (std::size_t t = 0; t < set.count(); ++t) {
                const auto targets = set.targets_of(t);
                QVERIFY(std::ranges::adjacent_find(targets, std::greater_equal<>()) == targets.end());
                QVERIFY(std::ranges::find(targets, set.own[t]) == targets.end());
                QVERIFY(targets.front() >= 0 && targets.back() < genes);
            }
        }
    }

    void the_overlap_is_counted() {
        double overlap = -1;
        const RegulonSet set = rewired_regulons(m_real, 3, &overlap);
        const auto before = edges(m_real), after = edges(set);
        std::size_t same = 0;
        for (const auto& edge : after) same += before.count(edge);
        QCOMPARE(overlap, static_cast<double>(same) / static_cast<double>(before.size()));
        QVERIFY(overlap > 0 && overlap < 0.8);
    }

    void the_seed_decides() {
        double one = 0, two = 0;
        const RegulonSet first = rewired_regulons(m_real, 4, &one), again = rewired_regulons(m_real, 4, &two);
        QCOMPARE(again.targets, first.targets);
        QCOMPARE(again.weights, first.weights);
        QCOMPARE(two, one);
        QVERIFY(rewired_regulons(m_real, 5).targets != first.targets);
        QCOMPARE(rewired_regulons(m_real, 4, nullptr).targets, first.targets);
    }

    // It has no column that would tell it from other TFs, or from a target.
    void a_tf_that_is_no_gene_takes_part() {
        const auto targets = [&](const RegulonSet& set) {
            return std::vector<std::int32_t>(set.targets_of(outside).begin(), set.targets_of(outside).end());
        };
        QVERIFY(targets(rewired_regulons(m_real, 6)) != targets(m_real));
        RegulonSet two;  // both outside, without a target in common: any exchange is between them
        two.genes = 12;
        two.tfs = {"a", "b"};
        two.own = {-1, -1};
        two.offsets = {0, 6, 12};
        for (std::int32_t g = 0; g < 12; ++g) {
            two.targets.push_back(g);
            two.weights.push_back(g < 6 ? 1.0F : -1.0F);
        }
        double overlap = 1;
        const RegulonSet set = rewired_regulons(two, 1, &overlap);
        QVERIFY(overlap < 1);
        QCOMPARE(edges(set).size(), std::size_t{12});
        QCOMPARE(set.weights, two.weights);
        QCOMPARE(set.own, two.own);
    }

    void where_nothing_can_be_exchanged_all_stays() {
        RegulonSet full;
        full.genes = 8;
        for (std::int32_t t = 0; t < 3; ++t) {
            full.tfs.push_back("tf" + std::to_string(t));
            full.own.push_back(t);
            for (std::int32_t g = 0; g < 8; ++g) {
                if (g == t) continue;
                full.targets.push_back(g);
                full.weights.push_back(static_cast<float>(10 * t + g + 1));
            }
            full.offsets.push_back(static_cast<std::int64_t>(full.targets.size()));
        }
        double overlap = 0;
        const RegulonSet set = rewired_regulons(full, 1, &overlap);
        QCOMPARE(set.targets, full.targets);
        QCOMPARE(set.weights, full.weights);
        QCOMPARE(overlap, 1.0);
    }
};

QTEST_APPLESS_MAIN(RewiredRegulonsTest)
#include "tst_rewired_regulons.moc"
