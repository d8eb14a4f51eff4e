// Edges to compare a prior with: what each keeps of it, and what not.
#include "core/evidence/edge_sets.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/base/random.h"
#include "tests/core/evidence/planted_regulons.h"

using namespace regulus;

namespace {

std::vector<std::pair<std::int32_t, float>> regulon(const RegulonSet& set, std::size_t t) {
    std::vector<std::pair<std::int32_t, float>> edges;
    for (std::size_t i = 0; i < set.targets_of(t).size(); ++i)
        edges.emplace_back(set.targets_of(t)[i], set.weights_of(t)[i]);
    return edges;
}

}  // namespace

class EdgeSetsTest : public QObject {
    Q_OBJECT
    const RegulonSet m_set = test::planted_regulons();
    const StandardCells m_cells = test::planted_cells(m_set, 300, 100);

  private Q_SLOTS:
    void renamed_regulons_move_whole() {
        const RegulonSet renamed = renamed_regulons(m_set, 4);
        QCOMPARE(renamed.tfs, m_set.tfs);
        QCOMPARE(renamed.own, m_set.own);
        std::size_t at_home = 0;
        std::multiset<std::vector<std::pair<std::int32_t, float>>> before, after;
        for (std::size_t t = 0; t < m_set.count(); ++t) {
            before.insert(regulon(m_set, t));
            after.insert(regulon(renamed, t));
            at_home += regulon(m_set, t) == regulon(renamed, t) ? 1 : 0;
        }
        QVERIFY(before == after);  // no planted TF is a target
        QVERIFY(at_home < m_set.count() / 2);
        QVERIFY(renamed_regulons(m_set, 4).targets == renamed.targets);
        QVERIFY(renamed_regulons(m_set, 5).targets != renamed.targets);
    }

    void a_regulon_loses_the_tf_that_it_is_given_to() {
        RegulonSet set = m_set;
        // All TFs are targets of the first.
        RegulonSet joined;
        joined.genes = set.genes;
        joined.tfs = set.tfs;
        joined.own = set.own;
        for (std::size_t t = 0; t < set.count(); ++t) {
            std::vector<std::pair<std::int32_t, float>> edges = regulon(set, t);
            if (t == 0) {
                for (std::size_t o = 1; o < set.count(); ++o) edges.emplace_back(set.own[o], 1.0F);
            }
            std::ranges::sort(edges);
            for (const auto& [target, weight] : edges) {
                joined.targets.push_back(target);
                joined.weights.push_back(weight);
            }
            joined.offsets.push_back(static_cast<std::int64_t>(joined.targets.size()));
        }
        for (std::uint64_t seed = 0; seed < 6; ++seed) {
            const RegulonSet renamed = renamed_regulons(joined, seed);
            for (std::size_t t = 0; t < renamed.count(); ++t)
                QVERIFY(std::ranges::find(renamed.targets_of(t), renamed.own[t]) ==
                        renamed.targets_of(t).end());
            QVERIFY(renamed.edges() >= joined.edges() - 1);
        }
    }

    void coexpressed_regulators_are_those_that_follow_most() {
        Job job;
        const RegulonSet made = coexpressed_regulons(m_set, m_cells.fitted, job);
        QCOMPARE(made.tfs, m_set.tfs);
        QCOMPARE(made.edges(), m_set.edges());
        std::map<std::int32_t, std::map<std::size_t, float>> of_target;
        std::map<std::int32_t, std::size_t> wanted;
        for (std::size_t t = 0; t < m_set.count(); ++t) {
            for (const auto& [target, weight] : regulon(made, t)) of_target[target][t] = weight;
            for (const std::int32_t target : m_set.targets_of(t)) ++wanted[target];
        }
        for (const auto& [target, regulators] : of_target) {
            QCOMPARE(regulators.size(), wanted[target]);
            const auto product = [&](std::size_t t) {
                double sum = 0;
                for (std::size_t c = 0; c < m_cells.fitted.rows; ++c)
                    sum += static_cast<double>(m_cells.fitted(c, static_cast<std::size_t>(m_set.own[t]))) *
                           m_cells.fitted(c, static_cast<std::size_t>(target));
                return sum;
            };
            double least = 1e300;
            for (const auto& [t, weight] : regulators) {
                least = std::min(least, std::abs(product(t)));
                QCOMPARE(weight, product(t) < 0 ? -1.0F : 1.0F);
            }
            for (std::size_t t = 0; t < m_set.count(); ++t) {
                if (!regulators.contains(t)) QVERIFY(std::abs(product(t)) <= least * (1 + 1e-4) + 1e-3);
            }
        }
    }

    void few_are_those_whose_targets_vary_together() {
        const RegulonSet few = few_regulons(m_set, m_cells.fitted, 3);
        QCOMPARE(few.count(), std::size_t{3});
        const auto variance = [&](const RegulonSet& set, std::size_t t) {
            double sum = 0, squares = 0;
            for (std::size_t c = 0; c < m_cells.fitted.rows; ++c) {
                double value = 0;
                for (const auto& [target, weight] : regulon(set, t))
                    value += (weight < 0 ? -1 : 1) * m_cells.fitted(c, static_cast<std::size_t>(target));
                sum += value;
                squares += value * value;
            }
            const auto n = static_cast<double>(m_cells.fitted.rows);
            return (squares / n - sum / n * sum / n) / static_cast<double>(set.targets_of(t).size());
        };
        double least = 1e300;
        for (std::size_t t = 0; t < few.count(); ++t) least = std::min(least, variance(few, t));
        for (std::size_t t = 0; t < m_set.count(); ++t) {
            const bool chosen = std::ranges::find(few.tfs, m_set.tfs[t]) != few.tfs.end();
            QVERIFY(chosen ? variance(m_set, t) >= least * 0.999 : variance(m_set, t) <= least * 1.001);
        }
        for (const float weight : few.weights) QCOMPARE(std::abs(weight), 1.0F);
        QCOMPARE(few_regulons(m_set, m_cells.fitted, 1000).count(), m_set.count());
    }
};

QTEST_APPLESS_MAIN(EdgeSetsTest)
#include "tst_edge_sets.moc"
