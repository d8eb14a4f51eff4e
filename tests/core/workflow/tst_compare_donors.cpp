// Which donors are compared with which, and donors that have nothing to compare.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

#include "core/base/error.h"
#include "core/workflow/compare_donors.h"

using namespace regulus;

namespace {

constexpr std::size_t genes = 40, cells_a_sample = 5;

struct Side {
    const char* donor;
    bool inside;
    double depth = 1;  // 0: cells without counts
};

// Five cells of each side of a donor; the first ten genes are three times as high in the group "a".
Dataset made(const std::vector<Side>& sides) {
    std::mt19937 random(11);
    Dataset dataset;
    Text kinds, donors;
    Matrix x(sides.size() * cells_a_sample, genes);
    for (std::size_t c = 0; c < x.rows; ++c) {
        const Side& side = sides[c / cells_a_sample];
        kinds.values.emplace_back(side.inside ? "a" : "b");
        donors.values.emplace_back(side.donor);
        dataset.obs.index.push_back("c" + std::to_string(c));
        if (side.depth == 0) continue;
        for (std::size_t g = 0; g < genes; ++g) {
            const double mean = side.depth * (g < 10 && side.inside ? 30 : 10);
            x(c, g) = static_cast<float>(std::poisson_distribution<int>(mean)(random));
        }
    }
    dataset.obs.columns = {{"kind", kinds}, {"donor", donors}};
    dataset.obs.columns.push_back({"depth", Numeric{std::vector<double>(x.rows, 0.5)}});
    auto var = std::make_shared<Table>();
    for (std::size_t g = 0; g < genes; ++g) var->index.push_back("G" + std::to_string(g));
    dataset.assays.push_back(
        {"X", std::make_shared<InMemoryMatrix>(to_sparse(x)), std::move(var), ValueKind::Counts});
    return dataset;
}

DonorComparison compared(const Dataset& dataset, const char* donors = "donor") {
    std::vector<std::uint32_t> rows;
    for (std::uint32_t c = 0; c < dataset.obs.size(); ++c) rows.push_back(c);
    Job job;
    return compare_donors(dataset, two_groups(dataset.obs, {{"kind", "a"}}, {{"kind", "b"}}, rows), {},
                          {donors, 3, ""}, job);
}

bool mentions(const DonorComparison& made, const char* words) {
    return std::ranges::any_of(made.warnings,
                               [&](const auto& text) { return text.find(words) != std::string::npos; });
}

std::string said_by(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.what();
    }
    return "nothing was thrown";
}

std::vector<Side> both(const std::vector<const char*>& donors) {
    std::vector<Side> sides;
    for (const char* const donor : donors) {
        sides.push_back({donor, true});
        sides.push_back({donor, false});
    }
    return sides;
}

}  // namespace

class CompareDonorsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void a_donor_without_counts_changes_nothing_data() {
        QTest::addColumn<bool>("paired");
        QTest::newRow("pairs") << true;
        QTest::newRow("two groups") << false;
    }
    void a_donor_without_counts_changes_nothing() {
        QFETCH(bool, paired);
        std::vector<Side> sides = paired ? both({"d1", "d2", "d3", "d4"})
                                         : std::vector<Side>{{"d1", true},  {"d2", true},  {"d3", true},
                                                             {"d4", false}, {"d5", false}, {"d6", false}};
        const DonorComparison without = compared(made(sides));
        QCOMPARE(without.results[0].paired, paired);
        QVERIFY(without.warnings.empty());
        sides.push_back({"empty", true, 0});
        if (paired) sides.push_back({"empty", false, 0});
        const DonorComparison with = compared(made(sides));
        QVERIFY(mentions(with, "without counts"));
        QCOMPARE(with.results[0].paired, paired);
        QCOMPARE(with.results[0].samples, without.results[0].samples);
        QCOMPARE(with.results[0].genes.size(), without.results[0].genes.size());
        QVERIFY(with.results[0].genes.size() > 30);
        for (std::size_t i = 0; i < with.results[0].genes.size(); ++i) {
            const DonorTest &a = with.results[0].genes[i], &b = without.results[0].genes[i];
            QCOMPARE(a.gene, b.gene);
            QVERIFY(a.test.t == b.test.t && a.test.p == b.test.p && a.q == b.q && std::isfinite(a.test.t));
        }
        QVERIFY(with.results[0].genes[0].gene < 10);
    }

    // Nothing but one count, of a gene that no other donor has.
    void without_counts_among_the_genes_kept() {
        const std::vector<Side> sides = both({"d1", "d2", "d3"});
        std::vector<Side> more = sides;
        more.push_back({"odd", true, 0});
        Dataset with = made(more);
        const auto alter = [](Dataset& dataset, bool odd) {
            Matrix x = to_dense(dataset.assays[0].matrix->block(0, dataset.obs.size()));
            for (std::size_t c = 0; c < x.rows; ++c) x(c, genes - 1) = 0;
            if (odd) x(x.rows - 1, genes - 1) = 1;
            dataset.assays[0].matrix = std::make_shared<InMemoryMatrix>(to_sparse(x));
        };
        Dataset without = made(sides);
        alter(with, true);
        alter(without, false);
        const DonorComparison a = compared(with), b = compared(without);
        QVERIFY(a.results[0].paired);
        QCOMPARE(a.results[0].samples, std::size_t{3});
        QVERIFY(mentions(a, "1 donor on one side only is left out of a paired test"));
        QVERIFY(a.results[0].genes[0].test.t == b.results[0].genes[0].test.t);
        // Where it takes part in the choice, it is found out.
        std::vector<Side> apart{{"d1", true}, {"d2", true}, {"d3", false}, {"d4", false}, {"odd", true, 0}};
        Dataset unpaired = made(apart);
        alter(unpaired, true);
        const DonorComparison c = compared(unpaired);
        QVERIFY(mentions(c, "1 sample of a donor without counts is left out"));
        QCOMPARE(c.results[0].samples, std::size_t{2});
        for (const DonorTest& one : c.results[0].genes) QVERIFY(std::isfinite(one.test.t));
    }

    void as_many_donors_as_can_be() {
        // Two pairs of twelve donors: the ten others are compared.
        std::vector<Side> sides = both({"p1", "p2"});
        for (const char* const donor : {"a1", "a2", "a3", "a4", "a5"}) sides.push_back({donor, true});
        for (const char* const donor : {"b1", "b2", "b3", "b4", "b5"}) sides.push_back({donor, false});
        const DonorComparison twelve = compared(made(sides));
        QVERIFY(!twelve.results[0].paired);
        QCOMPARE(twelve.results[0].samples, std::size_t{5});
        QCOMPARE(twelve.results[0].others, std::size_t{5});
        QVERIFY(mentions(twelve, "2 donors on both sides are left out of a test that is not paired"));
        // No more left out than paired.
        sides = both({"p1", "p2"});
        sides.insert(sides.end(), {{"a1", true}, {"b1", false}});
        const DonorComparison pairs = compared(made(sides));
        QVERIFY(pairs.results[0].paired);
        QVERIFY(mentions(pairs, "2 donors on one side only are left out of a paired test"));
        // More, but all on one side.
        sides = both({"p1", "p2"});
        sides.insert(sides.end(), {{"a1", true}, {"a2", true}, {"a3", true}, {"b1", false}});
        QVERIFY(compared(made(sides)).results[0].paired);
        // One pair only, and one donor apart.
        sides = both({"p1"});
        sides.insert(sides.end(), {{"a1", true}, {"b1", false}, {"b2", false}});
        const DonorComparison all = compared(made(sides));
        QVERIFY(!all.results[0].paired);
        QCOMPARE(all.results[0].samples + all.results[0].others, std::size_t{5});
        QVERIFY(mentions(all, "1 donor on both sides is in a test that is not paired"));
    }

    void why_there_is_no_test() {
        const auto contains = [](const std::string& text, const char* words) {
            return text.find(words) != std::string::npos;
        };
        const Dataset one = made(both({"d1"}));
        QVERIFY(contains(said_by([&] { compared(one); }), "No group has enough donors"));
        std::vector<Side> shallow = both({"d1", "d2"});
        for (Side& side : shallow) side.depth = 0.01;
        const Dataset few = made(shallow);
        QVERIFY(contains(said_by([&] { compared(few); }), "two genes with enough counts"));
        QVERIFY(contains(said_by([&] { compared(one, "depth"); }), "'depth' has measurements"));
        QVERIFY(contains(said_by([&] { compared(one, "nobody"); }), "no column of donors 'nobody'"));
        Dataset logs = one;
        logs.assays[0].kind = ValueKind::LogNormalised;
        QVERIFY(contains(said_by([&] { compared(logs); }), "the values of X are none (log-normalised)"));
        // Cells without a donor are in no group.
        Dataset nobody = made(both({"d1", "d2", "d3", ""}));
        const DonorComparison without = compared(nobody);
        QCOMPARE(without.groups.cells, (std::vector<std::size_t>{15, 15}));
        QVERIFY(mentions(without, "10 cells without a value of donor take no part"));
    }
};

QTEST_GUILESS_MAIN(CompareDonorsTest)
#include "tst_compare_donors.moc"
