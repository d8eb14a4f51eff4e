// Gene sets in a dataset: names that meet, genes that are missing, values that are scored, and lists that are
// rich in a set.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/stats/over_representation.h"
#include "core/workflow/gene_sets.h"
#include "core/workflow/over_representation.h"

using namespace regulus;

namespace {

constexpr std::size_t genes = 300, cells = 80;

// G0 ... G299; in the first half of the cells G0 to G19 are ten times as high.
Dataset made() {
    std::mt19937 random(4);
    Dataset dataset;
    Matrix x(cells, genes);
    for (std::size_t c = 0; c < cells; ++c) {
        dataset.obs.index.push_back("c" + std::to_string(c));
        for (std::size_t g = 0; g < genes; ++g) {
            const double mean = c < cells / 2 && g < 20 ? 5 : 0.5;
            x(c, g) = static_cast<float>(std::poisson_distribution<int>(mean)(random));
        }
    }
    auto var = std::make_shared<Table>();
    for (std::size_t g = 0; g < genes; ++g) var->index.push_back("G" + std::to_string(g));
    dataset.assays.push_back(
        {"X", std::make_shared<InMemoryMatrix>(to_sparse(x)), std::move(var), ValueKind::Counts});
    return dataset;
}

std::vector<std::uint32_t> all_rows() {
    std::vector<std::uint32_t> rows;
    for (std::uint32_t c = 0; c < cells; ++c) rows.push_back(c);
    return rows;
}

GeneSet named(const std::string& name, std::size_t begin, std::size_t end, const char* prefix = "G") {
    GeneSet set{name, {}};
    for (std::size_t g = begin; g < end; ++g) set.genes.push_back(prefix + std::to_string(g));
    return set;
}

Matrix scored(const Dataset& dataset, const std::vector<GeneSet>& sets, ScoreMethod method,
              std::vector<std::uint32_t> rows = all_rows(), const GeneRequest& names = {}) {
    Job job;
    ScoreOptions options;
    options.method = method;
    return score_sets(prepare_scores(dataset, std::move(rows), names, sets, options, job), job);
}

std::string said_by(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.what();
    }
    return "nothing was thrown";
}
bool contains(const std::string& text, const char* words) {
    return text.find(words) != std::string::npos;
}

Enrichment enriched(const std::vector<std::string>& list, const std::vector<std::string>& tested,
                    const std::vector<GeneSet>& sets, const EnrichmentOptions& options = {}) {
    Job job;
    return over_representation(list, tested, sets, options, job);
}

}  // namespace

class GeneSetsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void sets_are_higher_where_their_genes_are() {
        const Dataset dataset = made();
        for (const ScoreMethod method : {ScoreMethod::Mean, ScoreMethod::AuCell}) {
            const Matrix scores = scored(dataset, {named("up", 0, 20), named("else", 100, 150)}, method);
            QCOMPARE(scores.rows, cells);
            double inside = 0, outside = 0;
            for (std::size_t c = 0; c < cells; ++c)
                (c < cells / 2 ? inside : outside) += static_cast<double>(scores(c, 0)) / (cells / 2.0);
            qInfo("%s: %.3f where they are, %.3f elsewhere", to_string(method), inside, outside);
            QVERIFY(inside > 2 * std::abs(outside));
        }
    }

    void what_is_missing_is_named() {
        const Dataset dataset = made();
        GeneSet some = named("some", 0, 5);
        some.genes.insert(some.genes.end(), {"XIST", "G2", "MALAT1"});
        const std::vector<GeneSet> sets{some, named("absent", 0, 3, "H")};
        const MatchedSets matched = match_sets(*dataset.assays[0].var, {}, sets);
        QCOMPARE(matched.sets.size(), std::size_t{1});
        QCOMPARE(matched.sets[0].genes, (GeneColumns{0, 1, 2, 3, 4}));
        QCOMPARE(matched.sets[0].missing, (std::vector<std::string>{"XIST", "MALAT1"}));
        QCOMPARE(matched.warnings,
                 (std::vector<std::string>{"1 set has no gene in the data: absent",
                                           "some: 2 of 7 genes not in the data: XIST, MALAT1"}));
        const std::vector<GeneSet> none{named("absent", 0, 3, "H")};
        QVERIFY(contains(said_by([&] { match_sets(*dataset.assays[0].var, {}, none); }),
                         "None of the genes of absent is in the data"));
    }

    void names_are_matched_as_they_meet() {
        const Dataset dataset = made();
        const std::vector<GeneSet> lower{named("up", 0, 20, "g")};
        QCOMPARE(scored(dataset, lower, ScoreMethod::Mean).values,
                 scored(dataset, {named("up", 0, 20)}, ScoreMethod::Mean).values);
        GeneRequest exact;
        exact.spelling = Spelling::Exact;
        QVERIFY(contains(said_by([&] { scored(dataset, lower, ScoreMethod::Mean, all_rows(), exact); }),
                         "None of the genes"));
    }

    // A set's scores do not depend on the others; those of some cells are of the means among these.
    void sets_and_cells_by_themselves() {
        const Dataset dataset = made();
        const std::vector<GeneSet> both{named("a", 0, 20), named("b", 10, 60)};
        for (const ScoreMethod method : {ScoreMethod::Mean, ScoreMethod::AuCell}) {
            const Matrix together = scored(dataset, both, method), alone = scored(dataset, {both[1]}, method);
            for (std::size_t c = 0; c < cells; ++c) QCOMPARE(together(c, 1), alone(c, 0));
        }
        const Matrix half = scored(dataset, both, ScoreMethod::AuCell, {3, 50, 51});
        const Matrix whole = scored(dataset, both, ScoreMethod::AuCell);
        QCOMPARE(half.rows, std::size_t{3});
        QCOMPARE(half(1, 0), whole(50, 0));
    }

    void what_cannot_be_scored() {
        Dataset dataset = made();
        QVERIFY(contains(said_by([&] { scored(dataset, {named("all", 0, genes)}, ScoreMethod::Mean); }),
                         "No control genes"));
        set_memory_ceiling(1000);
        const std::string memory = said_by([&] {
            scored(dataset, {named("a", 0, 20), named("b", 0, 9), named("c", 1, 4), named("d", 2, 8)},
                   ScoreMethod::AuCell);
        });
        set_memory_ceiling(0);
        QVERIFY2(contains(memory, "do not fit in memory"), memory.c_str());
        Job job;
        ScoreOptions options;
        options.method = ScoreMethod::AuCell;
        options.top = 0.001;
        const std::vector<GeneSet> sets{named("a", 0, 20)};
        QVERIFY(contains(said_by([&] { prepare_scores(dataset, all_rows(), {}, sets, options, job); }),
                         "are no ranking"));
        options.method = ScoreMethod::Mean;
        options.controls.bins = 400;
        QVERIFY(contains(said_by([&] { prepare_scores(dataset, all_rows(), {}, sets, options, job); }),
                         "too few for 400 bins"));
        dataset.assays[0].kind = ValueKind::Scaled;
        QVERIFY(said_by([&] { prepare_scores(dataset, all_rows(), {}, sets, {}, job); }) !=
                "nothing was thrown");
    }

    void lists_and_sets() {
        const std::vector<std::string> tested = named("", 0, 100).genes;
        const std::vector<GeneSet> sets{named("far", 50, 70), named("near", 0, 20), named("small", 0, 3)};
        std::vector<std::string> list = named("", 0, 10).genes;
        list.insert(list.end(), {"G0", "G55", "G99", "XIST"});
        const Enrichment one = enriched(list, tested, sets);
        QCOMPARE(one.universe, std::size_t{40});
        QCOMPARE(one.drawn, std::size_t{11});
        QCOMPARE(one.outside_sets, std::size_t{1});
        QCOMPARE(one.not_tested, (std::vector<std::string>{"XIST"}));
        QCOMPARE(one.small, std::size_t{1});
        QCOMPARE(one.sets[0].name, std::string("near"));
        QCOMPARE(one.sets[0].hits.size(), std::size_t{10});
        QCOMPARE(one.sets[0].p, hypergeometric_tail(10, 40, 20, 11));
        QCOMPARE(one.sets[0].q, 2 * one.sets[0].p);
        QCOMPARE(one.sets[0].expected, 20 * 11 / 40.0);
        QCOMPARE(one.sets[1].hits, (std::vector<std::string>{"G55"}));
        EnrichmentOptions all;
        all.universe = Universe::AllTested;
        all.min_genes = 1;
        const Enrichment whole = enriched(list, tested, sets, all);
        QCOMPARE(whole.universe, std::size_t{100});
        QCOMPARE(whole.drawn, std::size_t{12});
        QCOMPARE(whole.sets.size(), std::size_t{3});
        QCOMPARE(whole.sets[0].p, hypergeometric_tail(10, 100, 20, 12));
    }

    void names_of_lists_and_sets() {
        const std::vector<std::string> tested = named("", 0, 100).genes, list = named("", 0, 10).genes;
        const std::vector<GeneSet> lower{named("near", 0, 20, "g"), named("far", 20, 60, "g")};
        const Enrichment one = enriched(list, tested, lower);
        QCOMPARE(one.spelling, Spelling::WithoutCase);
        QCOMPARE(one.sets[0].hits.front(), std::string("G0"));
        EnrichmentOptions exact;
        exact.spelling = Spelling::Exact;
        QVERIFY(contains(said_by([&] { enriched(list, tested, lower, exact); }), "No gene that was tested"));
    }

    void lists_that_will_not_do() {
        const std::vector<std::string> tested = named("", 0, 100).genes;
        const std::vector<GeneSet> sets{named("near", 0, 20)};
        QVERIFY(
            contains(said_by([&] { enriched({"XIST"}, tested, sets); }), "No gene of the list was tested"));
        QVERIFY(contains(said_by([&] { enriched({}, tested, sets); }), "No gene of the list"));
        QVERIFY(
            contains(said_by([&] { enriched({"G90"}, tested, sets); }), "No gene of the list is in a set"));
        QVERIFY(contains(said_by([&] { enriched({"G1"}, {}, sets); }), "No gene that was tested"));
        QVERIFY(
            contains(said_by([&] { enriched({"G1"}, tested, {named("few", 0, 3)}); }), "No set has 5 genes"));
        // Regulons of a prior.
        const RegulatoryNetwork network =
            make_network("p", std::vector<ListedRegulation>{{"A", "G1"}, {"A", "G2", -1}, {"B", "G1"}});
        const std::vector<GeneSet> regulons = regulon_sets(network);
        QCOMPARE(regulons.size(), std::size_t{2});
        QCOMPARE(regulons[0].genes, (std::vector<std::string>{"G1", "G2"}));
        QCOMPARE(regulons[1].name, std::string("B"));
        QCOMPARE(set_of_list("mine", {"A", "", "B", "A"}).genes, (std::vector<std::string>{"A", "B"}));
    }
};

QTEST_GUILESS_MAIN(GeneSetsTest)
#include "tst_gene_sets.moc"
