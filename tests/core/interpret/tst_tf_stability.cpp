// Leading TFs in halves of the cells, against plain loops, and of readers that agree and of ones that do not.
#include "core/interpret/tf_stability.h"

#include <QTest>

#include <algorithm>
#include <numeric>
#include <set>

#include "core/base/random.h"
#include "core/interpret/attention_of_groups.h"
#include "core/regulons/closed_form.h"
#include "core/regulons/rewired_readers.h"

using namespace regulus;

namespace {

constexpr std::size_t cells = 240, genes = 300, tfs = 60, targets = 12;

// Three groups; in each, the targets of other TFs are up. TF t is gene t, TFs 0 and 1 share all targets.
struct Made {
    std::shared_ptr<InMemoryMatrix> expression;
    RegulonSet set;
    std::vector<std::uint32_t> rows;
    std::vector<std::int32_t> groups;
};

Made made(double signal) {
    Random random(5);
    Made m;
    m.set.genes = genes;
    for (std::size_t t = 0; t < tfs; ++t) {
        m.set.tfs.push_back("T" + std::to_string(t));
        m.set.own.push_back(static_cast<std::int32_t>(t));
        std::set<std::int32_t> of;
        if (t == 1) of.insert(m.set.targets_of(0).begin(), m.set.targets_of(0).end());
        while (of.size() < targets) of.insert(static_cast<std::int32_t>(tfs + random.below(genes - tfs)));
        m.set.targets.insert(m.set.targets.end(), of.begin(), of.end());
        m.set.weights.insert(m.set.weights.end(), targets, 1.0F);
        m.set.offsets.push_back(static_cast<std::int64_t>(m.set.targets.size()));
    }
    Matrix x(cells, genes);
    for (float& value : x.values) value = static_cast<float>(1 + random.uniform());
    for (std::size_t c = 0; c < cells; ++c) {
        m.rows.push_back(static_cast<std::uint32_t>(c));
        m.groups.push_back(static_cast<std::int32_t>(c % 3));
        for (std::size_t t = 0; t < tfs; ++t)
            if (t / 20 == c % 3)
                for (const std::int32_t g : m.set.targets_of(t))
                    x(c, static_cast<std::size_t>(g)) +=
                        static_cast<float>(signal * static_cast<double>(t % 20));
    }
    m.expression = std::make_shared<InMemoryMatrix>(to_sparse(x));
    return m;
}

HalfReaders halves_of(const Made& m) {
    HalfReaders halves;
    Job job;
    for (const std::size_t first : {0, 120}) {
        CellSet half(cells);
        for (std::size_t c = first; c < first + 120; ++c) half.insert(c);
        halves.readers.push_back(reader_without_values(*m.expression, m.set, half, {}, job));
        halves.cells.push_back(std::move(half));
    }
    return halves;
}

std::vector<std::size_t> ranked(const GroupMeans& means, std::size_t group,
                                std::vector<std::size_t> entries) {
    std::ranges::stable_sort(entries,
                             [&](auto a, auto b) { return means.mean(group, a) > means.mean(group, b); });
    return entries;
}

}  // namespace

class TfStabilityTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void counts_are_those_of_plain_loops() {
        for (const double signal : {0.0, 0.004, 0.05}) {
            const Made m = made(signal);
            const TfFamilies families = tf_families(m.set);
            QCOMPARE(families.families.size(), std::size_t{1});
            const HalfReaders halves = halves_of(m);
            Job job;
            const RegulonReader whole =
                closed_form_reader(*m.expression, m.set, CellSet(cells).inverted(), {}, job);
            const auto shown =
                attention_of_groups(std::span(&whole, 1), families, *m.expression, m.rows, m.groups, 3, job);
            const TfStability found =
                tf_stability(shown.front(), halves, families, *m.expression, m.rows, m.groups, job);
            std::vector<GroupMeans> means;
            for (std::size_t h = 0; h < 2; ++h) {
                std::vector<std::int32_t> own = m.groups;
                for (std::size_t c = 0; c < cells; ++c)
                    if ((c < 120) != (h == 0)) own[c] = -1;
                means.push_back(attention_of_groups(std::span(&halves.readers[h], 1), families, *m.expression,
                                                    m.rows, own, 3, job)
                                    .front());
            }
            std::size_t stable = 0, not_stable = 0;
            for (std::size_t g = 0; g < 3; ++g) {
                const auto all = ranked(shown.front(), g, families.entries()),
                           one = ranked(means[0], g, families.entries()),
                           two = ranked(means[1], g, families.entries());
                for (std::size_t i = 0; i < all.size(); ++i) {
                    const auto within = [&](const std::vector<std::size_t>& half) {
                        return std::ranges::find(half, all[i]) < half.begin() + 20;
                    };
                    const Standing expected = i >= 10                      ? Standing::NotLeading
                                              : within(one) && within(two) ? Standing::Stable
                                                                           : Standing::NotStable;
                    QCOMPARE(found.at(g, all[i]), expected);
                    for (const std::size_t t : families.members_of(all[i]))
                        QCOMPARE(found.at(g, t), expected);
                    stable += expected == Standing::Stable;
                    not_stable += expected == Standing::NotStable;
                }
            }
            QCOMPARE(found.count(Standing::Stable, families), stable);
            QCOMPARE(found.count(Standing::NotStable, families), not_stable);
            QCOMPARE(stable + not_stable, std::size_t{30});
            // Where groups differ, what leads returns; where nothing differs, most of it does not.
            if (signal == 0.05) QVERIFY2(stable >= 28, qPrintable(QString::number(stable)));
            if (signal == 0) QVERIFY2(not_stable >= 15, qPrintable(QString::number(not_stable)));
        }
    }

    // Most divisions decide: what returns in one of three is not stable, what returns in two is.
    void most_divisions_decide() {
        const Made m = made(0.05);
        const TfFamilies families = tf_families(m.set);
        const HalfReaders good = halves_of(m);
        HalfReaders bad = good;  // nothing leads in them that leads elsewhere
        for (RegulonReader& reader : bad.readers)
            for (float& slope : reader.slope) slope = -slope;
        const auto several = [&](std::size_t returning) {
            HalfReaders all;
            for (std::size_t d = 0; d < 3; ++d) {
                const HalfReaders& from = d < returning ? good : bad;
                all.readers.insert(all.readers.end(), from.readers.begin(), from.readers.end());
                all.cells.insert(all.cells.end(), from.cells.begin(), from.cells.end());
            }
            return all;
        };
        Job job;
        const RegulonReader whole =
            closed_form_reader(*m.expression, m.set, CellSet(cells).inverted(), {}, job);
        const auto shown =
            attention_of_groups(std::span(&whole, 1), families, *m.expression, m.rows, m.groups, 3, job);
        const auto stable = [&](const HalfReaders& halves) {
            return tf_stability(shown.front(), halves, families, *m.expression, m.rows, m.groups, job)
                .count(Standing::Stable, families);
        };
        QVERIFY(stable(good) >= 28);
        QCOMPARE(stable(several(3)), stable(good));
        QCOMPARE(stable(several(2)), stable(good));
        QVERIFY(stable(several(1)) <= 2);
        QVERIFY(stable(bad) <= 2);
    }

    void few_cells_and_few_tfs_are_not_told_about() {
        const Made m = made(0.05);
        const TfFamilies families = tf_families(m.set);
        const HalfReaders halves = halves_of(m);
        Job job;
        const RegulonReader whole =
            closed_form_reader(*m.expression, m.set, CellSet(cells).inverted(), {}, job);
        const auto told = [&](const std::vector<std::uint32_t>& rows) {
            return tf_stability(whole, halves, families, *m.expression, rows, job)
                .count(Standing::Stable, families);
        };
        std::vector<std::uint32_t> some;  // ten of one half, nine of the other
        for (std::uint32_t i = 0; i < 10; ++i) some.push_back(3 * i);
        for (std::uint32_t i = 0; i < 9; ++i) some.push_back(120 + 3 * i);
        QCOMPARE(told(some), std::size_t{0});
        some.push_back(150);
        QVERIFY(told(some) > 5);
        QCOMPARE(
            tf_stability(whole, {}, families, *m.expression, m.rows, job).count(Standing::Stable, families),
            std::size_t{0});
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(tf_stability(whole, halves, families, *m.expression, m.rows, job),
                                 Cancelled);
    }
};

QTEST_APPLESS_MAIN(TfStabilityTest)
#include "tst_tf_stability.moc"
