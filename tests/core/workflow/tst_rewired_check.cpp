// Which TFs differ more than a prior without meaning would have it: one whose targets shift, and no other.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/workflow/compare_groups.h"
#include "core/workflow/depth_sample.h"
#include "core/workflow/depth_tests.h"

using namespace regulus;

namespace {

constexpr std::size_t cells = 600, genes = 400, tfs = 30, targets = 12;

// The genes 0 to targets - 1 are more frequent in the first side.
CsrMatrix counts() {
    Random random(5);
    CsrMatrix x;
    x.cols = genes;
    for (std::size_t c = 0; c < cells; ++c) {
        std::vector<std::int32_t> columns;
        std::vector<float> values;
        for (std::size_t g = 0; g < genes; ++g) {
            const double rate = g < targets && c % 2 == 0 ? 0.6 : 0.3 + 0.2 * std::sin(double(g) + c % 2);
            float count = 0;
            while (random.uniform() < rate) ++count;
            if (count == 0) continue;
            columns.push_back(std::int32_t(g));
            values.push_back(count);
        }
        double total = 0;
        for (const float value : values) total += double(value);
        for (float& value : values) value = float(std::log1p(value * 1e4 / total));
        x.push_row(columns, values);
    }
    return x;
}

// TF0 has the genes that shift, the others genes at random.
RegulonSet regulons() {
    Random random(7);
    RegulonSet set;
    set.genes = genes;
    for (std::size_t t = 0; t < tfs; ++t) {
        set.tfs.push_back("TF" + std::to_string(t));
        set.own.push_back(std::int32_t(genes - 1 - t));
        std::vector<std::int32_t> some;
        while (some.size() < targets) {
            const auto gene = t == 0 ? std::int32_t(some.size()) : std::int32_t(random.below(genes - tfs));
            if (std::ranges::find(some, gene) == some.end()) some.push_back(gene);
        }
        if (t == 1) some.back() = set.own.back();  // its own target
        std::ranges::sort(some);
        for (const std::int32_t gene : some) {
            set.targets.push_back(gene);
            set.weights.push_back(1);
        }
        set.offsets.push_back(std::int64_t(set.targets.size()));
    }
    return set;
}

CellGroups sides() {
    CellGroups groups;
    groups.names = {"A", "B"};
    groups.pair = true;
    groups.cells = {cells / 2, cells / 2};
    for (std::size_t c = 0; c < cells; ++c) groups.codes.push_back(std::int32_t(c % 2));
    return groups;
}

ComparedValues values() {
    return compared_activity(std::make_shared<InMemoryMatrix>(counts()), regulons());
}

GroupComparison compared(std::size_t priors) {
    Job job;
    ComparisonOptions options;
    options.rewired = priors;
    return compare_cells(values(), sides(), {}, nullptr, options, job);
}

class Stopping final : public Job {
  public:
    void progress(double, std::string_view stage) override {
        if (stage == "comparing with rewired priors") cancel();
    }
};

}  // namespace

class RewiredCheckTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void what_shifts_stands_out() {
        const GroupComparison found = compared(99);
        QVERIFY(found.of_rewired());
        QCOMPARE(found.at(0, 0).p_rewired, 0.01);
        QVERIFY(found.at(0, 0).stands_out());
        QVERIFY(found.at(0, 0).difference_depth > 0);
        const StandingCount& count = found.rewired.counts[0];
        QCOMPARE(count.tested, tfs);
        QVERIFY2(count.by_chance > 0 && count.by_chance <= tfs * 0.05,
                 qPrintable(QString::number(count.by_chance)));
        QVERIFY(count.by_chance >= double(count.fewest) && count.by_chance <= double(count.most));
        QVERIFY2(count.standing <= 4, qPrintable(QString::number(count.standing)));
        QVERIFY(count.fewest <= 1 && count.most >= 2 && count.most <= 8);
        QVERIFY(std::isnan(found.at(1, 0).p_rewired));  // the second of a pair is not tested
        QVERIFY(found.notes.back().find("of 30; by chance") != std::string::npos);
        QVERIFY(found.notes.back().find("99 rewired priors") != std::string::npos);
    }

    // Counted again from what the priors read.
    void p_is_the_share_of_priors_that_differ_as_much() {
        const ComparedValues all = values();
        const GroupComparison found = compared(20);
        Job job;
        const DepthSample sample = depth_sample(all, sides(), job);
        std::vector<int> as_large(tfs, 0);
        for (const TfRead& read : all.rewired(20, job)) {
            std::vector<double> sums[2] = {std::vector<double>(tfs, 0), std::vector<double>(tfs, 0)};
            std::size_t seen = 0;
            const TfRead spy = [&](const MatrixSource& of, std::span<const std::uint32_t> rows,
                                   Job& reading) {
                const Matrix scores = read(of, rows, reading);
                for (std::size_t c = 0; c < scores.rows; ++c, ++seen)
                    for (std::size_t t = 0; t < tfs; ++t) sums[seen % 2][t] += double(scores(c, t));
                return scores;
            };
            test_group({&spy, 1}, tfs, sample, 0, "", job);
            QCOMPARE(seen, cells);
            for (std::size_t t = 0; t < tfs; ++t) {
                const double difference = (sums[0][t] - sums[1][t]) / (cells / 2);
                as_large[t] += std::abs(difference) >= std::abs(found.at(0, t).difference_depth) ? 1 : 0;
            }
        }
        for (std::size_t t = 0; t < tfs; ++t) QCOMPARE(found.at(0, t).p_rewired, (as_large[t] + 1) / 21.0);
        QCOMPARE(as_large[0], 0);
    }

    // A rewired prior taken for the prior: as many stand out as by chance, over many of them.
    void a_rewired_prior_stands_out_by_chance() {
        const ComparedValues all = values();
        Job job;
        std::size_t standing = 0, tested = 0;
        const std::vector<TfRead> reads = all.rewired(60, job);
        for (std::size_t taken = 40; taken < 60; ++taken) {
            ComparedValues one = all;
            one.read = reads[taken];
            const std::vector<std::uint8_t> shown{1, 0};
            const DepthCheck depth = check_depth(one, sides(), shown, job);
            const RewiredCheck check = check_rewired(one, sides(), shown, depth, 39, job);
            standing += check.counts[0].standing;
            tested += check.counts[0].tested;
        }
        QCOMPARE(tested, 20 * tfs);
        // 5 % of 600 are 30; TFs of one prior are not independent.
        QVERIFY2(standing >= 10 && standing <= 55, qPrintable(QString::number(standing)));
    }

    void the_same_for_any_number_of_threads() {
        const GroupComparison found = compared(20);
        set_thread_count(1);
        const GroupComparison again = compared(20);
        set_thread_count(0);
        QCOMPARE(again.rewired.p.size(), 2 * tfs);
        QVERIFY(std::memcmp(again.rewired.p.data(), found.rewired.p.data(), 8 * 2 * tfs) == 0);
        QVERIFY(std::memcmp(again.rewired.q.data(), found.rewired.q.data(), 8 * 2 * tfs) == 0);
    }

    void it_can_be_cancelled_and_left_out() {
        Stopping job;
        ComparisonOptions options;
        options.rewired = 20;
        QVERIFY_EXCEPTION_THROWN(compare_cells(values(), sides(), {}, nullptr, options, job), Cancelled);
        QVERIFY(!compared(0).of_rewired());
        // Of what follows no prior there is none.
        ComparedValues plain = values();
        plain.rewired = nullptr;
        Job quiet;
        QVERIFY(!compare_cells(plain, sides(), {}, nullptr, options, quiet).of_rewired());
    }
};

QTEST_GUILESS_MAIN(RewiredCheckTest)
#include "tst_rewired_check.moc"
