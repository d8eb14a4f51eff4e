// TFs that share most targets: who is in a family, against scipy's complete linkage, and what a family's
// attention is.
#include "core/regulons/tf_families.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "core/base/job.h"
#include "core/base/random.h"
#include "core/data/normalise.h"
#include "core/regulons/regulon_reader.h"
#include "core/regulons/rewired_readers.h"
#include "core/regulons/rewired_regulons.h"
#include "tests/core/regulons/made_network.h"
#include "tests/core/stats/python_values.h"
#include "tests/ui/session/regulon_cells.h"

using namespace regulus;

namespace {

using Targets = std::map<std::int32_t, float>;

RegulonSet made_set(const std::vector<Targets>& of, std::size_t genes) {
    RegulonSet set;
    set.genes = genes;
    for (std::size_t t = 0; t < of.size(); ++t) {
        set.tfs.push_back("T" + std::to_string(t));
        set.own.push_back(-1);
        for (const auto& [target, weight] : of[t]) {
            set.targets.push_back(target);
            set.weights.push_back(weight);
        }
        set.offsets.push_back(static_cast<std::int64_t>(set.targets.size()));
    }
    return set;
}

Targets range(std::int32_t first, std::int32_t last, float weight = 1) {
    Targets targets;
    for (std::int32_t g = first; g < last; ++g) targets[g] = weight;
    return targets;
}

double jaccard(const Targets& a, const Targets& b) {
    std::set<std::int32_t> all;
    double shared = 0;
    for (const auto& [g, w] : a) {
        all.insert(g);
        shared += b.contains(g) && (b.at(g) > 0) == (w > 0);
    }
    for (const auto& [g, w] : b) all.insert(g);
    return shared / static_cast<double>(all.size());
}

constexpr std::int32_t clump_genes = 200;
constexpr std::size_t clumped_genes = 4 * clump_genes;  // of 24 TFs

// Clumps of TFs around the same targets.
std::vector<Targets> clumps(std::uint64_t seed, std::size_t count) {
    Random random(seed);
    std::vector<Targets> of;
    for (std::size_t t = 0; t < count; ++t) {
        Targets targets;
        const auto clump = static_cast<std::int32_t>(random.below(count / 6) * clump_genes);
        for (std::int32_t g = clump; g < clump + clump_genes; ++g)
            if (random.uniform() < 0.73) targets[g] = random.uniform() < 0.98 ? 1.0F : -1.0F;
        of.push_back(std::move(targets));
    }
    return of;
}

std::vector<std::vector<std::size_t>> members(const TfFamilies& families) {
    std::vector<std::vector<std::size_t>> all;
    for (const TfFamily& family : families.families) all.push_back(family.members);
    return all;
}

using Members = std::vector<std::vector<std::size_t>>;

}  // namespace

class TfFamiliesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void half_of_all_targets_is_enough() {
        // 10 of 20 targets in common, 9 of 20, and 10 of 20 with other signs.
        const RegulonSet set = made_set({range(0, 15), range(5, 20), range(100, 115), range(106, 120),
                                         range(200, 215, 1), range(205, 220, -1)},
                                        300);
        const TfFamilies families = tf_families(set);
        QCOMPARE(members(families), (Members{{0, 1}}));
        QCOMPARE(families.family_of, (std::vector<std::int32_t>{0, 0, -1, -1, -1, -1}));
        QCOMPARE(families.entries(), (std::vector<std::size_t>{2, 3, 4, 5, 6}));
        QCOMPARE(families.columns(), std::size_t{7});
        QCOMPARE(families.entry_of(1), std::size_t{6});
        QCOMPARE(families.entry_of(4), std::size_t{4});
        QCOMPARE(column_names(families, set.tfs).back(), std::string("T0 · T1"));
        QCOMPARE(target_counts(families, set), (std::vector<std::int32_t>{15, 15, 15, 14, 15, 15, 20}));
    }

    // Neighbours in a chain share enough, its ends do not.
    void every_two_of_a_family_share() {
        const RegulonSet chain = made_set({range(0, 20), range(5, 25), range(10, 30)}, 30);
        QCOMPARE(members(tf_families(chain)), (Members{{0, 1}}));
        const RegulonSet same = made_set(std::vector<Targets>(5, range(0, 6)), 6);
        const TfFamilies all = tf_families(same);
        QCOMPARE(members(all), (Members{{0, 1, 2, 3, 4}}));
        QCOMPARE(all.families[0].name, std::string("T0 · T1 · 3 more"));
        QVERIFY(tf_families(made_set({}, 10)).families.empty());
    }

    void families_are_those_of_scipy() {
        int compared = 0;
        for (std::uint64_t seed = 0; compared < 4; ++seed) {
            const std::vector<Targets> of = clumps(seed, 12);
            QString matrix;
            std::set<double> indices;
            bool ties = false;  // which of them comes first, each decides in its way
            for (std::size_t a = 0; a < of.size(); ++a)
                for (std::size_t b = a + 1; b < of.size(); ++b) {
                    const double index = jaccard(of[a], of[b]);
                    ties = ties || (index >= least_shared && !indices.insert(index).second);
                    matrix += QString::number(1 - index, 'g', 17) + QLatin1Char(',');
                }
            QVERIFY(seed < 200);
            if (ties) continue;
            ++compared;
            const auto clusters = test::to_labels(test::python_object(
                QStringLiteral("import json, numpy as np\n"
                               "from scipy.cluster.hierarchy import linkage, fcluster\n"
                               "tree = linkage(np.array([%1]), 'complete')\n"
                               "print(json.dumps({'clusters': fcluster(tree, 0.5 + 1e-12, "
                               "'distance').tolist()}))\n")
                    .arg(matrix))["clusters"]);
            QCOMPARE(clusters.size(), of.size());
            std::map<std::int32_t, std::vector<std::size_t>> grouped;
            for (std::size_t t = 0; t < clusters.size(); ++t) grouped[clusters[t]].push_back(t);
            Members expected;
            for (const auto& [cluster, tfs] : grouped)
                if (tfs.size() > 1) expected.push_back(tfs);
            std::ranges::sort(expected);
            QVERIFY(expected.size() > 1);
            const TfFamilies found = tf_families(made_set(of, clumped_genes));
            QCOMPARE(members(found), expected);
        }
    }

    void shares_add() {
        TfFamilies families = TfFamilies::none(4);
        families.families = {{"b", {1, 3}}};
        families.family_of = {-1, 0, -1, 0};
        Matrix attention(1, 4);
        attention.values = {0.5F, 0.1F, 0.1F, 0.3F};
        const Matrix ratios = log_ratios(attention, families);
        QCOMPARE(ratios.cols, std::size_t{5});
        for (std::size_t t = 0; t < 4; ++t) QCOMPARE(ratios(0, t), log_ratio_to_uniform(attention(0, t), 4));
        // 0.4 of it, where two of four get 0.5 where all is uniform.
        QVERIFY(std::abs(static_cast<double>(ratios(0, 4)) - std::log2(0.4 / 0.5)) < 1e-6);
        attention.values = {0.25F, 0.25F, 0.25F, 0.25F};
        QCOMPARE(log_ratios(attention, families)(0, 4), 0.0F);
    }

    void rewired_families_share_as_much() {
        RegulonSet set = made_set(clumps(7, 24), clumped_genes);
        for (std::size_t t = 0; t < set.count(); t += 2) set.own[t] = static_cast<std::int32_t>(t);
        // None is its own target.
        std::vector<Targets> of;
        for (std::size_t t = 0; t < set.count(); ++t) {
            Targets targets;
            for (std::size_t i = 0; i < set.targets_of(t).size(); ++i)
                if (set.targets_of(t)[i] != set.own[t]) targets[set.targets_of(t)[i]] = set.weights_of(t)[i];
            of.push_back(std::move(targets));
        }
        const std::vector<std::int32_t> own = set.own;
        set = made_set(of, clumped_genes);
        set.own = own;
        const TfFamilies families = tf_families(set);
        QVERIFY(families.families.size() > 2);
        const RegulonSet rewired = rewired_families(set, families, 3);
        QCOMPARE(rewired.offsets, set.offsets);
        QVERIFY(rewired.targets != set.targets);
        std::vector<Targets> after;
        for (std::size_t t = 0; t < set.count(); ++t) {
            Targets targets;
            for (std::size_t i = 0; i < rewired.targets_of(t).size(); ++i)
                targets[rewired.targets_of(t)[i]] = rewired.weights_of(t)[i];
            QCOMPARE(targets.size(), of[t].size());  // none twice
            QVERIFY(!targets.contains(rewired.own[t]));
            QVERIFY(std::ranges::is_sorted(rewired.targets_of(t)));
            std::vector<float> weights(set.weights_of(t).begin(), set.weights_of(t).end()),
                others(rewired.weights_of(t).begin(), rewired.weights_of(t).end());
            std::ranges::sort(weights);
            std::ranges::sort(others);
            QCOMPARE(others, weights);
            after.push_back(std::move(targets));
        }
        for (const TfFamily& family : families.families)
            for (const std::size_t a : family.members)
                for (const std::size_t b : family.members)
                    QCOMPARE(jaccard(after[a], after[b]), jaccard(of[a], of[b]));
        // Every target keeps its number of entries.
        const auto regulators = [&](const std::vector<Targets>& targets) {
            std::map<std::int32_t, std::set<std::size_t>> entries;
            for (std::size_t t = 0; t < targets.size(); ++t)
                for (const auto& [g, w] : targets[t]) entries[g].insert(families.entry_of(t));
            std::map<std::int32_t, std::size_t> counts;
            for (const auto& [g, some] : entries) counts[g] = some.size();
            return counts;
        };
        QVERIFY(regulators(after) == regulators(of));
        QCOMPARE(rewired_families(set, TfFamilies::none(set.count()), 5).targets,
                 rewired_regulons(set, 5).targets);
    }

    // Where edges mean nothing, families do not come first: their mean rank among the entries is the middle,
    // and they are among the first tenth no more often than others.
    void chance_does_not_favour_families() {
        const auto data = test::regulonCells();
        const auto expression = log_normalised(data->assays[0]);
        const std::size_t genes = expression->genes();
        Random random(11);
        double rank = 0, counted = 0, first = 0;
        for (std::uint64_t seed = 0; seed < 8; ++seed) {
            // Ten families of three that share three quarters of their targets, and thirty TFs alone.
            std::vector<Targets> of;
            const auto draw = [&](std::size_t count, Targets targets) {
                while (targets.size() < count)
                    targets[static_cast<std::int32_t>(random.below(genes))] =
                        random.below(3) > 0 ? 1.0F : -1.0F;
                return targets;
            };
            for (int f = 0; f < 10; ++f) {
                const Targets shared = draw(7, {});
                for (int m = 0; m < 3; ++m) of.push_back(draw(8, shared));
            }
            for (int s = 0; s < 30; ++s) of.push_back(draw(8, {}));
            const RegulonSet set = made_set(of, genes);
            const TfFamilies families = tf_families(set);
            QVERIFY(families.families.size() >= 8);
            Job job;
            const auto readers =
                rewired_readers(*expression, set, families, CellSet(90).inverted(), {}, 4, seed, job);
            std::vector<std::uint32_t> rows(90);
            std::iota(rows.begin(), rows.end(), 0U);
            const std::vector<std::size_t> entries = families.entries();
            for (const RegulonReader& reader : readers)
                read_regulons(reader, *expression, rows, {}, job, [&](std::size_t, const Reading& part) {
                    const Matrix ratios = log_ratios(part.attention, families);
                    for (std::size_t r = 0; r < ratios.rows; ++r)
                        for (std::size_t f = families.tfs; f < families.columns(); ++f) {
                            const auto above = static_cast<double>(std::ranges::count_if(
                                entries, [&](std::size_t e) { return ratios(r, e) > ratios(r, f); }));
                            rank += above / static_cast<double>(entries.size() - 1);
                            first += above < 0.1 * static_cast<double>(entries.size());
                            ++counted;
                        }
                });
        }
        QVERIFY2(std::abs(rank / counted - 0.5) < 0.05, qPrintable(QString::number(rank / counted)));
        QVERIFY2(first / counted < 0.12, qPrintable(QString::number(first / counted)));
    }
};

QTEST_APPLESS_MAIN(TfFamiliesTest)
#include "tst_tf_families.moc"
