// What runs are said to show, from runs made up for it.
#include "core/evidence/claims.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

using namespace regulus;

namespace {

RunResult reader(EdgeSource edges, std::uint64_t seed, double masked, double macro = 0.9) {
    RunResult result;
    result.spec = {.kind = RunKind::Reader, .edges = edges, .seed = seed};
    result.numbers = {{"masked", masked}, {"reading", masked}, {"tfs", 100}};
    result.draws = {{"regulons", 1, 0, 0.9, macro, 0.9, 0.5, 0.1},
                    {"regulons alone", 1, 0, 0.8, macro - 0.1, 0.8, 0.6, 0.2}};
    return result;
}

const Claim& claim(const EvidenceSummary& summary, const std::string& id) {
    static const Claim none{"none", "", Verdict::CannotTell, "no such claim"};
    for (const Claim& found : summary.claims) {
        if (found.id == id) return found;
    }
    return none;
}

// One split: the prior's macro-F1 and the direction's over draws.
void add_split(std::vector<RunResult>& results, std::uint64_t split, const std::vector<double>& ours,
               const std::vector<double>& direction) {
    RunResult mine, other;
    mine.spec = {.kind = RunKind::Reader, .split = split};
    other.spec = {.kind = RunKind::Baselines, .split = split};
    for (std::size_t i = 0; i < ours.size(); ++i) {
        mine.draws.push_back({"regulons", 0.05, i, 0.5, ours[i], 0.5, 1, 1});
        other.draws.push_back({"direction", 0.05, i, 0.5, direction[i], 0.5, 1, 1});
    }
    results.push_back(mine);
    results.push_back(other);
}

}  // namespace

class ClaimsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void p_of_a_permutation_test() {
        const std::vector<double> others{1, 2, 3, 4};
        QCOMPARE(permutation_p(5, others), 0.2);
        QCOMPARE(permutation_p(4, others), 0.4);  // ties count against it
        QCOMPARE(permutation_p(0, others), 1.0);
        QCOMPARE(permutation_p(0, {}), 1.0);
    }

    void the_prior_among_rewired_ones_data() {
        QTest::addColumn<int>("rewired");
        QTest::addColumn<int>("as_high");
        QTest::addColumn<Verdict>("verdict");
        QTest::newRow("above 19") << 19 << 0 << Verdict::Supported;
        QTest::newRow("above 18") << 18 << 0 << Verdict::CannotTell;
        QTest::newRow("one of 19 as high") << 19 << 1 << Verdict::NotSupported;
        QTest::newRow("one of 50 as high") << 50 << 1 << Verdict::Supported;
        QTest::newRow("two of 50 as high") << 50 << 2 << Verdict::NotSupported;
        QTest::newRow("one of 10 as high") << 10 << 1 << Verdict::CannotTell;
        QTest::newRow("three of 10 as high") << 10 << 3 << Verdict::NotSupported;
        QTest::newRow("one of one as high") << 1 << 1 << Verdict::CannotTell;
        QTest::newRow("none yet") << 0 << 0 << Verdict::CannotTell;
    }
    void the_prior_among_rewired_ones() {
        QFETCH(int, rewired);
        QFETCH(int, as_high);
        QFETCH(Verdict, verdict);
        std::vector<RunResult> results{reader(EdgeSource::Prior, 0, 0.5)};
        for (int i = 0; i < rewired; ++i)
            results.push_back(
                reader(EdgeSource::Rewired, static_cast<std::uint64_t>(i) + 1, i < as_high ? 0.5 : 0.2));
        const EvidenceSummary summary = summarise(results, 100);
        QCOMPARE(claim(summary, "edges_masked").verdict, verdict);
        // Names were not exchanged: that is another question.
        QCOMPARE(claim(summary, "names_masked").verdict, Verdict::CannotTell);
        QCOMPARE(summary.done, results.size());
        QCOMPARE(summary.planned, std::size_t{100});
    }

    void names_are_asked_apart() {
        std::vector<RunResult> results{reader(EdgeSource::Prior, 0, 0.5)};
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            results.push_back(reader(EdgeSource::Rewired, seed, 0.2));
            results.push_back(reader(EdgeSource::Renamed, seed, 0.6));
        }
        const EvidenceSummary summary = summarise(results, 41);
        QCOMPARE(claim(summary, "edges_masked").verdict, Verdict::Supported);
        QCOMPARE(claim(summary, "names_masked").verdict, Verdict::NotSupported);
        QCOMPARE(claim(summary, "reading").verdict, Verdict::NotSupported);  // needs both
    }

    void edges_that_make_nothing_more_accurate() {
        std::vector<RunResult> results{reader(EdgeSource::Prior, 0, 0.5, 0.9)};
        for (std::uint64_t seed = 1; seed <= 19; ++seed)
            results.push_back(
                reader(EdgeSource::Rewired, seed, 0.2, 0.88 + 0.002 * static_cast<double>(seed)));
        QCOMPARE(claim(summarise(results, 20), "edges_accuracy").verdict, Verdict::NotSupported);
        for (RunResult& result : results) {
            if (result.spec.edges == EdgeSource::Rewired) result.draws[0].macro_f1 = 0.7;
        }
        QCOMPARE(claim(summarise(results, 20), "edges_accuracy").verdict, Verdict::Supported);
    }

    // Nadeau and Bengio's interval, by hand: differences of splits 0.01, 0.03, −0.01; their mean 0.01,
    // standard deviation 0.02; t with two degrees of freedom 4.303; √(1/3 + 0.2/0.8) = 0.7638.
    void the_interval_of_differences() {
        std::vector<RunResult> results;
        add_split(results, 0, {0.8, 0.82}, {0.79, 0.81});
        add_split(results, 1, {0.8, 0.86}, {0.79, 0.81});
        add_split(results, 2, {0.8, 0.80}, {0.81, 0.81});
        const EvidenceSummary summary = summarise(results, 6);
        const auto score = std::ranges::find_if(
            summary.scores, [](const MethodScore& s) { return s.method == "regulons" && s.share == 0.05; });
        QVERIFY(score != summary.scores.end());
        QCOMPARE(score->splits, std::size_t{3});
        QVERIFY(std::abs(score->difference - 0.01) < 1e-12);
        QVERIFY(std::abs(score->interval - 4.303 * 0.02 * std::sqrt(1.0 / 3 + 0.25)) < 1e-9);
        QVERIFY(std::abs(score->worst + 0.01) < 1e-12);
        QVERIFY(std::abs(score->macro_f1 - (0.81 + 0.83 + 0.80) / 3) < 1e-12);
        QCOMPARE(claim(summary, "accuracy_5").verdict, Verdict::CannotTell);
        QCOMPARE(claim(summary, "accuracy_1").verdict, Verdict::CannotTell);
        QCOMPARE(claim(summary, "accuracy_1").reason, std::string("Not measured."));
    }

    // By hand as above, of values 0.2, 0.4, 0.6: standard deviation 0.2. One of them twice, for the same
    // cells.
    void intervals_of_losses_and_classes_apart() {
        std::vector<RunResult> results;
        for (std::uint64_t split = 0; split < 4; ++split) {
            RunResult mine, other;
            mine.spec = {.kind = RunKind::Reader, .split = split};
            other.spec = {.kind = RunKind::Baselines, .split = split};
            const double value = 0.2 + 0.2 * static_cast<double>(std::min<std::uint64_t>(split, 2));
            mine.draws.push_back({"regulons", 1, 0, 0.5, 0.5, 0.5, value, value / 2});
            for (RunResult* const one : {&mine, &other})
                one->numbers = {{"test_cells", 20},
                                {"learned_cells", 100},
                                {"test_set", static_cast<double>(std::min<std::uint64_t>(split, 2))}};
            mine.numbers["silhouette of regulons"] = value;
            mine.numbers["purity of regulons"] = 0.9;
            mine.numbers["class_purity of regulons"] = 0.8;
            other.numbers["silhouette of direction"] = value - 0.1 + 0.01 * static_cast<double>(split % 2);
            other.numbers["silhouette of lda"] = 0.5;
            results.push_back(mine);
            results.push_back(other);
        }
        const EvidenceSummary summary = summarise(results, 8);
        const double half = 4.303 * 0.2 * std::sqrt(1.0 / 3 + 0.2);
        QCOMPARE(summary.scores.size(), std::size_t{1});
        QVERIFY(std::abs(summary.scores[0].nll_interval - half) < 1e-9);
        QVERIFY(std::abs(summary.scores[0].brier_interval - half / 2) < 1e-9);
        QCOMPARE(summary.separations.size(), std::size_t{3});
        const MethodSeparation& regulons = summary.separations[0];
        QCOMPARE(regulons.method, std::string("regulons"));
        QCOMPARE(regulons.splits, std::size_t{3});
        QVERIFY(std::abs(regulons.silhouette - 0.4) < 1e-12);
        QVERIFY(std::abs(regulons.silhouette_interval - half) < 1e-9);
        QCOMPARE(regulons.class_purity, 0.8);
        QCOMPARE(claim(summary, "separation").verdict, Verdict::Supported);
        QVERIFY(claim(summary, "separation").reason.find("reach 0.500") != std::string::npos);
        for (RunResult& result : results) {
            if (result.spec.kind == RunKind::Baselines) result.numbers["silhouette of direction"] += 0.2;
        }
        QCOMPARE(claim(summarise(results, 8), "separation").verdict, Verdict::NotSupported);
        results.resize(2);
        QCOMPARE(claim(summarise(results, 8), "separation").verdict, Verdict::CannotTell);
        QCOMPARE(claim(summarise({}, 8), "separation").reason, std::string("Not measured."));
    }

    // By the TFs that there were; what is compared with is the mean of rewired priors.
    void a_curve_by_the_number_of_tfs() {
        std::vector<RunResult> results;
        const auto add = [&](EdgeSource edges, std::uint64_t seed, std::size_t tfs, double macro) {
            RunResult result;
            result.spec = {.kind = RunKind::Few, .edges = edges, .seed = seed, .tfs = tfs};
            result.leading["chosen"].resize(tfs == 0 ? 30 : std::min<std::size_t>(tfs, 30), "TF");
            result.draws.push_back({"regulons alone", 1, 0, 0.5, macro, 0.5, 1, 1});
            results.push_back(result);
        };
        for (const std::size_t tfs : {10U, 40U, 0U})  // the last two are all there are
            add(EdgeSource::Prior, 0, tfs, tfs == 10 ? 0.5 : 0.7);
        for (std::uint64_t seed = 1; seed <= 3; ++seed)
            add(EdgeSource::Rewired, seed, 10, 0.1 * static_cast<double>(seed));
        const EvidenceSummary summary = summarise(results, 6);
        QCOMPARE(summary.sizes.size(), std::size_t{1});
        const SizeCurve& curve = summary.sizes[0];
        QCOMPARE(curve.share, 1.0);
        QVERIFY((curve.prior == std::vector<std::pair<double, double>>{{10, 0.5}, {30, 0.7}}));
        QCOMPARE(curve.rewired.size(), std::size_t{1});
        QVERIFY(std::abs(curve.rewired[0].second - 0.2) < 1e-12);
        QVERIFY(std::abs(curve.rewired_sd[0] - 0.1) < 1e-12);
        QCOMPARE(curve.rewired_count[0], std::size_t{3});
        // Only numbers that have as many rewired priors as the others are judged.
        QVERIFY(claim(summary, "short_40").id == "short_40" && claim(summary, "short_10").id == "none" &&
                claim(summary, "short_0").id == "none");
    }

    // What has no mask stands beside, and is no rewired prior.
    void without_a_mask_stands_beside() {
        std::vector<RunResult> results{reader(EdgeSource::Prior, 0, 0.5),
                                       reader(EdgeSource::Unmasked, 0, 0.3)};
        results[1].draws = {{"no mask", 1, 0, 0.9, 0.75, 0.9, 0.5, 0.1}};
        const EvidenceSummary summary = summarise(results, 2);
        for (const Comparison& comparison : summary.comparisons) {
            QVERIFY(comparison.rewired.empty());
            if (comparison.id == "macro_f1_100") QCOMPARE(comparison.unmasked, 0.75);
            if (comparison.id == "reading") QCOMPARE(comparison.unmasked, 0.3);
        }
        QVERIFY(claim(summary, "edges_accuracy").reason.find("without a mask: 0.750") != std::string::npos);
        QCOMPARE(std::ranges::count(summary.scores, std::string("no mask"), &MethodScore::method), 1);
    }

    void as_good_and_worse() {
        std::vector<RunResult> good, bad;
        for (std::uint64_t split = 0; split < 5; ++split) {
            const double wobble = 0.001 * static_cast<double>(split);
            add_split(good, split, {0.8 + wobble}, {0.8});
            add_split(bad, split, {0.7 + wobble}, {0.8});
        }
        QCOMPARE(claim(summarise(good, 10), "accuracy_5").verdict, Verdict::Supported);
        QCOMPARE(claim(summarise(bad, 10), "accuracy_5").verdict, Verdict::NotSupported);
    }

    void few_tfs_are_ranked_among_rewired_ones() {
        const auto few = [](EdgeSource edges, std::uint64_t seed, double macro) {
            RunResult result;
            result.spec = {.kind = RunKind::Few, .edges = edges, .seed = seed, .tfs = 20};
            result.draws = {{"regulons alone", 0.01, 0, 0.5, macro, 0.5, 1, 1}};
            return result;
        };
        for (const auto& [macro, verdict] :
             {std::pair{0.55, Verdict::Supported}, {0.505, Verdict::NotSupported}}) {
            std::vector<RunResult> results{few(EdgeSource::Prior, 0, macro)};
            for (std::uint64_t seed = 1; seed <= 20; ++seed)
                results.push_back(few(EdgeSource::Rewired, seed, seed % 2 == 0 ? 0.49 : 0.51));
            const Claim found = claim(summarise(results, 21), "short_20");
            QCOMPARE(found.verdict, verdict);
            QVERIFY(found.reason.find("standard deviations") != std::string::npos);
        }
    }

    // A prior that cannot be rewired, or whose null is itself.
    void a_null_that_is_the_prior_says_nothing() {
        std::vector<RunResult> same{reader(EdgeSource::Prior, 0, 0.5)}, alike = same;
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            same.push_back(reader(EdgeSource::Rewired, seed, 0.5));
            same.push_back(reader(EdgeSource::Renamed, seed, 0.5));
            alike.push_back(reader(EdgeSource::Rewired, seed, 0.2));
            alike.back().numbers["overlap"] = 0.7;
        }
        for (const char* const id : {"edges_masked", "names_masked", "reading"}) {
            const Claim found = claim(summarise(same, 41), id);
            QCOMPARE(found.verdict, Verdict::CannotTell);
            QVERIFY(found.reason.find("too much like the prior") != std::string::npos);
        }
        const Claim found = claim(summarise(alike, 21), "edges_masked");
        QCOMPARE(found.verdict, Verdict::CannotTell);
        QVERIFY2(found.reason.find("70 % of its edges") != std::string::npos, found.reason.c_str());
    }

    // Few donors make the same split again and again: it counts once, and its own share of test cells counts.
    void the_same_test_cells_count_once() {
        std::vector<RunResult> results;
        const double splits[][2] = {{0.80, 0.79}, {0.80, 0.79}, {0.80, 0.77}};
        for (std::uint64_t split = 0; split < 3; ++split) {
            add_split(results, split, {splits[split][0]}, {splits[split][1]});
            for (std::size_t i = results.size() - 2; i < results.size(); ++i)
                results[i].numbers = {
                    {"test_set", split < 2 ? 7 : 8}, {"test_cells", 50}, {"learned_cells", 50}};
        }
        const EvidenceSummary summary = summarise(results, 6);
        const auto score = std::ranges::find_if(
            summary.scores, [](const MethodScore& s) { return s.method == "regulons" && s.share == 0.05; });
        QCOMPARE(score->splits, std::size_t{2});
        // Differences 0.01 and 0.03; t with one degree of freedom; as many test cells as others.
        QVERIFY(std::abs(score->interval - 12.706 * std::sqrt(0.0002) * std::sqrt(0.5 + 1)) < 1e-6);
    }

    void decisions_beyond_the_shares_of_classes() {
        RunResult result = reader(EdgeSource::Prior, 0, 0.5);
        for (const char* const kept : {"kept_without_bypass", "kept_without_regulons", "kept_by_components"})
            result.numbers[kept] = 0.7;
        result.numbers["kappa_without_bypass"] = 0.9;
        for (const auto& [kappa, verdict] :
             {std::pair{0.1, Verdict::Supported}, {0.6, Verdict::NotSupported}}) {
            result.numbers["kappa_without_regulons"] = kappa;
            QCOMPARE(claim(summarise(std::vector{result}, 1), "decisions").verdict, verdict);
        }
        result.numbers["kappa_without_regulons"] = std::numeric_limits<double>::quiet_NaN();
        QCOMPARE(claim(summarise(std::vector{result}, 1), "decisions").verdict, Verdict::CannotTell);
    }

    void calibration_is_judged() {
        RunResult result;
        result.spec = {.kind = RunKind::Calibration};
        result.numbers = {
            {"ece", 0.03}, {"coverage", 0.95}, {"left_out_rejected", 0.7}, {"known_rejected", 0.1}};
        EvidenceSummary summary = summarise(std::vector{result}, 1);
        for (const char* const id : {"calibration", "sets", "rejection"})
            QCOMPARE(claim(summary, id).verdict, Verdict::Supported);
        result.numbers = {
            {"ece", 0.08}, {"coverage", 0.9}, {"left_out_rejected", 0.4}, {"known_rejected", 0.1}};
        summary = summarise(std::vector{result}, 1);
        for (const char* const id : {"calibration", "sets", "rejection"})
            QCOMPARE(claim(summary, id).verdict, Verdict::NotSupported);
    }

    void stability_is_more_than_chance() {
        const auto run = [](RunKind kind, std::uint64_t seed, const std::vector<std::string>& tfs,
                            double of) {
            RunResult result;
            result.spec = {.kind = kind, .seed = seed};
            result.leading = {{"one", tfs}};
            result.leading_entries = {{"one", {"a · b", tfs[3]}}};
            result.numbers = {{"tfs", of}};
            return result;
        };
        const std::vector<std::string> tfs{"a", "b", "c", "d"}, others{"a", "b", "c", "x"};
        for (const auto& [of, again, verdict] :
             {std::tuple{100.0, tfs, Verdict::Supported}, std::tuple{100.0, others, Verdict::NotSupported},
              // Four of four return by chance, too.
              std::tuple{4.0, tfs, Verdict::CannotTell}}) {
            const std::vector<RunResult> results{run(RunKind::Reader, 0, tfs, of),
                                                 run(RunKind::Half, 1, tfs, of),
                                                 run(RunKind::Half, 2, again, of)};
            const EvidenceSummary summary = summarise(results, 3);
            QCOMPARE(summary.stability.size(), std::size_t{1});
            QCOMPARE(summary.stability[0].jaccard, again == tfs ? 1.0 : 3.0 / 5);
            QCOMPARE(summary.stability[0].jaccard_entries, again == tfs ? 1.0 : 1.0 / 3);
            QCOMPARE(summary.stability[0].leading_entries.front(), std::string("a · b"));
            QCOMPARE(claim(summary, "stability").verdict, verdict);
        }
    }

    void nothing_was_done() {
        const EvidenceSummary summary = summarise({}, 10);
        QVERIFY(summary.claims.size() >= 8);
        for (const Claim& found : summary.claims) {
            QCOMPARE(found.verdict, Verdict::CannotTell);
            QVERIFY(!found.reason.empty());
        }
    }
};

QTEST_APPLESS_MAIN(ClaimsTest)
#include "tst_claims.moc"
