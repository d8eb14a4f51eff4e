#include <QTest>
#include <set>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/evaluate/splits.h"

using namespace regulus;

namespace {

// Sizes of PBMC3k's nine types.
std::vector<std::int32_t> pbmc_labels() {
    const std::size_t sizes[] = {697, 483, 480, 344, 271, 162, 155, 32, 14};
    std::vector<std::int32_t> labels;
    for (std::size_t c = 0; c < 9; ++c) labels.insert(labels.end(), sizes[c], static_cast<std::int32_t>(c));
    Random(1).shuffle(std::span(labels));
    return labels;
}

std::vector<std::size_t> per_class(const CellSet& cells, const std::vector<std::int32_t>& labels) {
    std::vector<std::size_t> counts(9, 0);
    for (const auto row : cells.rows()) ++counts[static_cast<std::size_t>(labels[row])];
    return counts;
}

void check_disjoint(const Split& s) {
    QVERIFY((s.train & s.validation).empty());
    QVERIFY((s.train & s.test).empty());
    QVERIFY((s.validation & s.test).empty());
}

}  // namespace

class SplitsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void stratified() {
        const auto labels = pbmc_labels();
        const Split s = make_split(labels, 9, {}, {.validation = 0});
        check_disjoint(s);
        QCOMPARE(s.test.count(), 527U);
        QCOMPARE(s.train.count(), 2111U);
        QCOMPARE(per_class(s.test, labels), (std::vector<std::size_t>{139, 97, 96, 69, 54, 32, 31, 6, 3}));
        QCOMPARE(s.description, std::string("80/20 stratified, seed 0"));
        QVERIFY(s.warnings.empty());
    }
    void label_fraction_keeps_every_class() {
        const auto labels = pbmc_labels();
        for (const auto& [fraction, cells] : {std::pair{0.01, 23U}, {0.05, 105U}, {0.25, 527U}}) {
            const Split s = make_split(labels, 9, {}, {.validation = 0, .label_fraction = fraction});
            QCOMPARE(s.train.count(), cells);
            for (const auto n : per_class(s.train, labels)) QVERIFY(n >= 1);
        }
    }
    void test_cells_do_not_depend_on_the_fraction() {
        const auto labels = pbmc_labels();
        const Split few = make_split(labels, 9, {}, {.label_fraction = 0.01, .seed = 4});
        const Split many = make_split(labels, 9, {}, {.label_fraction = 0.25, .seed = 4});
        const Split drawn = make_split(labels, 9, {}, {.label_fraction = 0.25, .seed = 4, .draw = 1});
        QVERIFY(few.test == many.test);
        QVERIFY(drawn.test == many.test);
        QVERIFY(!(drawn.train == many.train));
        QVERIFY(((few.train | few.validation) - (many.train | many.validation)).empty());
    }
    void validation_comes_out_of_the_fraction() {
        const auto labels = pbmc_labels();
        const Split s = make_split(labels, 9, {}, {.label_fraction = 0.05});
        check_disjoint(s);
        QCOMPARE((s.train | s.validation).count(), 105U);
        const auto train = per_class(s.train, labels), validation = per_class(s.validation, labels);
        QCOMPARE(validation[0], 4U);  // round(0.15 × 28)
        QCOMPARE(validation[7], 0U);
        QCOMPARE(train[7], 1U);
        QCOMPARE(s.warnings.size(), 1U);
    }
    void too_few_cells_for_a_validation() {
        std::vector<std::int32_t> labels(12);
        for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<std::int32_t>(i % 4);
        const Split s = make_split(labels, 4, {}, {.label_fraction = 0.3});
        QVERIFY(s.validation.empty());
        QCOMPARE(s.train.count(), 4U);
        QCOMPARE(s.warnings.size(), 1U);
    }
    void unlabelled_and_single_cells() {
        std::vector<std::int32_t> labels(50, -1);
        for (std::size_t i = 0; i < 40; ++i) labels[i] = static_cast<std::int32_t>(i % 2);
        labels[40] = 2;
        labels[41] = labels[42] = 3;
        const Split s = make_split(labels, 6, {}, {});
        check_disjoint(s);
        QCOMPARE((s.train | s.validation | s.test).count(), 43U);
        QVERIFY(s.train.contains(40));
        QCOMPARE(int(s.test.contains(41)) + int(s.test.contains(42)), 1);
        QCOMPARE(s.warnings.size(), 2U);  // a class not judged; classes without validation
    }
    void groups_stay_together() {
        const auto labels = pbmc_labels();
        std::vector<std::int32_t> groups(labels.size());
        for (std::size_t i = 0; i < groups.size(); ++i) groups[i] = static_cast<std::int32_t>((i * 7) % 8);
        auto with_gaps = labels;
        for (std::size_t i = 0; i < labels.size(); i += 11) with_gaps[i] = -1;
        for (std::uint64_t seed = 0; seed < 5; ++seed) {
            const Split s = make_split(with_gaps, 9, groups, {.seed = seed});
            check_disjoint(s);
            std::set<std::int32_t> test, learned;
            for (const auto row : s.test.rows()) test.insert(groups[row]);
            for (const auto row : (s.train | s.validation).rows()) {
                learned.insert(groups[row]);
                QVERIFY(with_gaps[row] >= 0);
            }
            QCOMPARE(test.size(), 2U);
            for (const auto g : test) QVERIFY(!learned.contains(g));
            // Nothing of a test donor is left outside, labelled or not.
            for (std::size_t i = 0; i < groups.size(); ++i) {
                QCOMPARE(s.test.contains(i), test.contains(groups[i]));
            }
        }
    }
    void groups_that_would_take_a_class_away_are_avoided() {
        // Class 2 lives in donors 0 and 1 only; both in the test would leave nothing to learn it from.
        std::vector<std::int32_t> labels, groups;
        for (std::int32_t donor = 0; donor < 4; ++donor) {
            for (int i = 0; i < 10; ++i) {
                labels.push_back(donor < 2 ? i % 3 : i % 2);
                groups.push_back(donor);
            }
        }
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const Split s = make_split(labels, 3, groups, {.test = 0.5, .seed = seed});
            QVERIFY(!(s.test.contains(0) && s.test.contains(10)));
        }
    }
    void donors_of_one_class_each() {
        // Eight donors, four of either class: a test of two donors can have one of each, whatever the seed.
        std::vector<std::int32_t> labels, groups;
        for (std::int32_t donor = 0; donor < 8; ++donor) {
            for (int i = 0; i < 10; ++i) {
                labels.push_back(donor / 4);
                groups.push_back(donor);
            }
        }
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const Split s = make_split(labels, 2, groups, {.seed = seed});
            const auto tested = per_class(s.test, labels), learned = per_class(s.train, labels);
            QVERIFY(tested[0] == 10 && tested[1] == 10 && learned[0] > 0 && learned[1] > 0);
            QVERIFY(s.not_learned.empty());
            QVERIFY(s.warnings.empty());
        }
    }
    void more_donors_where_it_takes_more() {
        // Six donors of three classes: a fifth of them is one donor, and three are needed.
        std::vector<std::int32_t> labels, groups;
        for (std::int32_t donor = 0; donor < 6; ++donor) {
            for (int i = 0; i < 10; ++i) {
                labels.push_back(donor % 3);
                groups.push_back(donor);
            }
        }
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const Split s = make_split(labels, 3, groups, {.seed = seed});
            const auto tested = per_class(s.test, labels), learned = per_class(s.train, labels);
            for (std::size_t c = 0; c < 3; ++c) QVERIFY(tested[c] == 10 && learned[c] > 0);
        }
    }
    void a_class_of_one_donor_is_judged_nowhere() {
        // Every donor has a class of its own: what is tested cannot be learned, and is no part of a score.
        std::vector<std::int32_t> labels, groups;
        for (std::int32_t donor = 0; donor < 5; ++donor) {
            labels.insert(labels.end(), 10, donor);
            groups.insert(groups.end(), 10, donor);
        }
        const Split s = make_split(labels, 5, groups, {});
        QCOMPARE(s.test.count(), 10U);
        QCOMPARE(s.not_learned.size(), 1U);
        const auto judged = judged_labels(labels, s);
        for (std::size_t i = 0; i < labels.size(); ++i) QCOMPARE(judged[i] < 0, s.test.contains(i));
        QCOMPARE(judged[(s.train.rows().front())], labels[s.train.rows().front()]);
    }
    void seeds() {
        const auto labels = pbmc_labels();
        const Split a = make_split(labels, 9, {}, {.seed = 1}), b = make_split(labels, 9, {}, {.seed = 1}),
                    c = make_split(labels, 9, {}, {.seed = 2});
        QVERIFY(a.test == b.test && a.train == b.train && a.validation == b.validation);
        QVERIFY(!(a.test == c.test));
    }
    void says_what_it_cannot_do() {
        const std::vector<std::int32_t> one(10, 0), none(10, -1), two{0, 1, 0, 1};
        QVERIFY_EXCEPTION_THROWN(make_split(one, 3, {}, {}), Error);
        QVERIFY_EXCEPTION_THROWN(make_split(none, 3, {}, {}), Error);
        QVERIFY_EXCEPTION_THROWN(make_split({}, 0, {}, {}), Error);
        QVERIFY_EXCEPTION_THROWN(make_split(two, 2, std::vector<std::int32_t>(4, 5), {}), Error);
        const std::vector<std::int32_t> lonely{0, 1, 2, -1};
        QVERIFY_EXCEPTION_THROWN(make_split(lonely, 3, {}, {}), Error);
        QCOMPARE(make_split(lonely, 3, {}, {.test = 0}).train.count(), 3U);
        QVERIFY_EXCEPTION_THROWN(make_split(two, 2, {}, {.test = 1}), Error);
        QVERIFY_EXCEPTION_THROWN(make_split(two, 2, {}, {.label_fraction = 0}), Error);
        QVERIFY(make_split(two, 2, {}, {.test = 0}).test.empty());
    }
};

QTEST_APPLESS_MAIN(SplitsTest)
#include "tst_splits.moc"
