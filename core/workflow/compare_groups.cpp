#include "core/workflow/compare_groups.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/stats/false_discovery.h"
#include "core/workflow/comparison_notes.h"
#include "core/workflow/first_rows.h"

namespace regulus {
namespace {

void check_pair(const GroupComparison& made, std::size_t min_cells) {
    for (std::size_t g = 0; g < 2; ++g) {
        if (made.tests.cells[g] >= std::max<std::size_t>(1, min_cells)) continue;
        throw Error(ErrorKind::Data,
                    fmt::format("{} has {}, and a test takes {}",
                                g == 0 ? "The group " + made.groups.names[0]
                                       : "The other side, " + made.groups.names[1] + ",",
                                count_text(made.tests.cells[g], "cell", "cells"), min_cells),
                    {}, "Choose a larger group, or a lower minimum");
    }
}

// Groups that have enough cells, and of a pair the first alone: the second is the same numbers turned around.
void choose_groups(GroupComparison& made, std::size_t min_cells) {
    const std::vector<std::size_t>& cells = made.tests.cells;
    std::vector<std::string> small;
    for (std::size_t g = 0; g < cells.size(); ++g) {
        const bool enough = cells[g] >= std::max<std::size_t>(1, min_cells);
        made.shown.push_back(enough && !(made.groups.pair && g > 0) ? 1 : 0);
        if (!enough && cells[g] > 0) small.push_back(made.groups.names[g]);
    }
    if (made.groups.pair) check_pair(made, min_cells);
    if (std::ranges::find(made.shown, 1) == made.shown.end()) {
        throw Error(ErrorKind::Data, fmt::format("No group has {}", count_text(min_cells, "cell", "cells")),
                    {}, "Choose larger groups, or a lower minimum");
    }
    if (small.empty()) return;
    made.warnings.push_back(
        fmt::format("Groups with fewer than {} are not tested, their cells are among the "
                    "others: {}",
                    count_text(min_cells, "cell", "cells"), fmt::join(small, ", ")));
}

// scipy's method="auto" and R's wilcox.test() take the exact distribution there, if no values are equal.
void note_small_groups(GroupComparison& made) {
    constexpr std::size_t few = 8;
    std::vector<std::string> small;
    for (std::size_t g = 0; g < made.shown.size(); ++g)
        if (made.tests.cells[g] <= few && made.tests.cells[g] > 0 && (made.shown[g] != 0 || made.groups.pair))
            small.push_back(made.groups.names[g]);
    if (small.empty()) return;
    made.notes.push_back(
        fmt::format("Of {} cells or fewer ({}) the p values of rank sums are rough: they are those of the "
                    "asymptotic test, "
                    "never of the exact one.",
                    few, fmt::join(small, ", ")));
}

void warn_of_untested(GroupComparison& made) {
    constexpr std::size_t named = 5;
    const GeneTests& tests = made.tests;
    if (tests.unread > 0)
        made.warnings.push_back(fmt::format("{} of which nothing can be read (no expression) {} left out",
                                            count_text(tests.unread, "cell", "cells"),
                                            tests.unread == 1 ? "is" : "are"));
    if (tests.not_finite.empty()) return;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min(named, tests.not_finite.size()); ++i)
        names.push_back(made.names[tests.not_finite[i]]);
    made.warnings.push_back(fmt::format("{} with NaN or infinite values {} not tested: {}{}",
                                        count_text(tests.not_finite.size(), "gene", "genes"),
                                        tests.not_finite.size() == 1 ? "is" : "are", fmt::join(names, ", "),
                                        tests.not_finite.size() > named ? ", …" : ""));
}

// The result alone: tests, and three rates of each.
void check_memory(std::size_t groups, std::size_t genes) {
    constexpr std::size_t each = sizeof(GroupTest) + 3 * sizeof(double);
    if (groups <= memory_ceiling() / each / std::max<std::size_t>(1, genes)) return;
    throw Error(ErrorKind::Memory, fmt::format("{} groups × {} genes do not fit in memory", groups, genes),
                {}, "Compare fewer groups, or allow more memory");
}

std::vector<double> adjusted(const GroupComparison& made, double GroupTest::*p) {
    std::vector<double> all(made.tests.tests.size(), GroupTest::unknown);
    for (std::size_t g = 0; g < made.tests.groups; ++g) {
        if (made.shown[g] == 0) continue;
        const std::size_t first = g * made.tests.genes;
        for (std::size_t i = 0; i < made.tests.genes; ++i)
            all[first + i] = made.tests.done[i] != 0 ? made.tests.tests[first + i].*p : 1;
    }
    return benjamini_hochberg(all);
}

void adjust(GroupComparison& made) {
    made.q_wilcoxon = adjusted(made, &GroupTest::p_wilcoxon);
    made.q_wilcoxon_continuity = adjusted(made, &GroupTest::p_wilcoxon_continuity);
    made.q_welch = adjusted(made, &GroupTest::p_welch);
    made.tested = static_cast<std::size_t>(
        std::ranges::count_if(made.q_wilcoxon, [](double q) { return !std::isnan(q); }));
}

// Each telling copies so many tests at most.
constexpr std::size_t most_told = 1'000'000;

// Tells what is there of `made`, whose tests are still on their way, and then not before half a second and
// ten times what the telling took have passed. Both must outlive what is returned.
std::function<void(const GeneTests&)> teller(const GroupComparison& made, const ComparisonOptions& options) {
    using Clock = std::chrono::steady_clock;
    return [&made, &options, next = Clock::time_point()](const GeneTests& so_far) mutable {
        const auto begin = Clock::now();
        if (begin < next) return;
        GroupComparison part = made;
        part.whole = false;
        part.tests = so_far;
        choose_groups(part, options.min_cells);
        adjust(part);
        options.so_far(std::move(part));
        next = Clock::now() +
               std::max<Clock::duration>(std::chrono::milliseconds(500), 10 * (Clock::now() - begin));
    };
}

// Groups of which a sample has no more cells than that are not judged by it.
void forget_small_groups(GeneTests& tests, std::size_t min_cells) {
    for (std::size_t g = 0; g < tests.groups; ++g) {
        if (tests.cells[g] >= std::max<std::size_t>(1, min_cells)) continue;
        std::fill_n(tests.tests.begin() + static_cast<std::ptrdiff_t>(g * tests.genes), tests.genes,
                    GroupTest());
    }
}

// What a sample tells of the groups of `made`; those too small of all their cells are refused at once.
GroupComparison sampled_part(const GroupComparison& made, GeneTests tests, const ComparisonOptions& options) {
    GroupComparison part = made;
    part.whole = false;
    part.tests.cells = made.groups.cells;
    choose_groups(part, options.min_cells);
    part.sampled = std::accumulate(tests.cells.begin(), tests.cells.end(), std::size_t{0});
    forget_small_groups(tests, options.min_cells);
    part.tests = std::move(tests);
    adjust(part);
    return part;
}

GeneTests tests_of(SampledCells sample, std::size_t groups, const TestOptions& how, const Job& job) {
    QuietJob quiet(job);
    return test_genes(InMemoryMatrix(std::move(sample.values)), sample.groups, groups, how, quiet);
}

// Whoever wants to hear of it hears of a few genes after the other, where the matrix has those fast or is
// small, and else of a sample before all cells.
GeneTests tested(const GroupComparison& made, const ComparedValues& values, const ComparisonOptions& options,
                 Job& job) {
    TestOptions how;
    how.linear = values.counts;
    const auto test = [&](const std::function<void(const GeneTests&)>& ready) {
        return test_genes(*values.matrix, made.groups.codes, made.groups.names.size(), how, job, ready);
    };
    if (!options.so_far || made.groups.names.size() * made.names.size() > most_told) return test({});
    if (values.counts && values.matrix->fast_genes()) {
        how.first = variable_genes(*values.matrix, made.groups.codes, job);
        return test(teller(made, options));
    }
    SampledCells sample = sample_cells(*values.matrix, made.groups, job);
    if (sample.empty()) return test(teller(made, options));
    const bool all = sample.all;
    GeneTests tests = tests_of(std::move(sample), made.groups.names.size(), how, job);
    if (all) return tests;
    options.so_far(sampled_part(made, std::move(tests), options));
    return test({});
}

}  // namespace

const char* to_string(RankingTest test) {
    switch (test) {
        case RankingTest::WilcoxonContinuity:
            return "wilcoxon-continuity";
        case RankingTest::Welch:
            return "welch";
        case RankingTest::EqualDepth:
            return "equal-depth";
        case RankingTest::Wilcoxon:
            break;
    }
    return "wilcoxon";
}

double Compared::score(RankingTest by) const {
    if (by == RankingTest::EqualDepth) return depth.z;
    return by == RankingTest::Welch ? test.t : test.z;
}

double Compared::change(RankingTest by, bool counts) const {
    if (by == RankingTest::EqualDepth) return difference_depth;
    return counts ? fold_change : difference();
}

double Compared::p(RankingTest by) const {
    if (by == RankingTest::EqualDepth) return depth.p;
    if (by == RankingTest::Welch) return test.p_welch;
    return by == RankingTest::Wilcoxon ? test.p_wilcoxon : test.p_wilcoxon_continuity;
}

double Compared::q(RankingTest by) const {
    if (by == RankingTest::EqualDepth) return q_depth;
    if (by == RankingTest::Welch) return q_welch;
    return by == RankingTest::Wilcoxon ? q_wilcoxon : q_wilcoxon_continuity;
}

Compared GroupComparison::at(std::size_t group, std::size_t gene) const {
    const std::size_t i = group * tests.genes + gene;
    Compared one;
    one.test = tests.tests[i];
    one.q_wilcoxon = q_wilcoxon[i];
    one.q_wilcoxon_continuity = q_wilcoxon_continuity[i];
    one.q_welch = q_welch[i];
    if (of_depth()) {
        one.depth = depth.tests[i];
        one.q_depth = depth.q[i];
        one.difference_depth = static_cast<double>(depth.differences[i]);
    }
    if (of_rewired()) {
        one.p_rewired = rewired.p[i];
        one.q_rewired = rewired.q[i];
    }
    if (counts)
        one.fold_change = std::log2((one.test.linear + pseudo_count) / (one.test.linear_rest + pseudo_count));
    return one;
}

std::vector<std::uint32_t> ranked_genes(const GroupComparison& comparison, std::size_t group,
                                        const ComparisonFilter& filter) {
    std::vector<std::uint32_t> genes;
    std::vector<double> scores(comparison.tests.genes);
    for (std::size_t g = 0; g < comparison.tests.genes; ++g) {
        const Compared one = comparison.at(group, g);
        scores[g] = one.score(filter.by);
        const bool there = !std::isnan(scores[g]) && one.q(filter.by) <= filter.most_q;
        const bool expressed = std::max(one.test.share, one.test.share_rest) >= filter.min_share;
        const bool apart = filter.min_fold_change <= 0 || std::abs(one.fold_change) >= filter.min_fold_change;
        // Ranks and means may point to different sides.
        const double change = one.change(filter.by, comparison.counts);
        if (there && expressed && apart && (!filter.up || (scores[g] > 0 && change > 0)))
            genes.push_back(static_cast<std::uint32_t>(g));
    }
    std::ranges::stable_sort(genes, [&](std::uint32_t a, std::uint32_t b) { return scores[a] > scores[b]; });
    return genes;
}

GroupComparison compare_cells(const ComparedValues& values, CellGroups groups, const Table& obs,
                              const ModelFile* model, const ComparisonOptions& options, Job& job) {
    check_memory(groups.names.size(), values.names.size());
    GroupComparison made;
    made.names = values.names;
    made.of = values.of;
    made.values = values.values;
    made.counts = values.counts;
    made.pseudo_count = options.pseudo_count;
    made.groups = std::move(groups);
    made.warnings = values.warnings;
    made.warnings.insert(made.warnings.end(), made.groups.warnings.begin(), made.groups.warnings.end());
    made.notes = comparison_notes(made.groups, values.of, obs, model);
    const bool rewires = values.rewired && options.rewired > 0;
    const double told = values.read ? (rewires ? 0.3 : 0.7) : 1, checked = rewires ? 0.4 : 1;
    PartJob testing(job, 0, told), checking(job, told, checked), rewiring(job, checked, 1);
    made.tests = tested(made, values, options, testing);
    choose_groups(made, options.min_cells);
    note_small_groups(made);
    warn_of_untested(made);
    adjust(made);
    made.depth = check_depth(values, made.groups, made.shown, checking);
    if (values.of != ValuesOf::Genes) made.notes.push_back(depth_note(made.depth));
    if (rewires) compare_rewired_priors(made, values, options.rewired, rewiring);
    return made;
}

void compare_rewired_priors(GroupComparison& comparison, const ComparedValues& values, std::size_t priors,
                            Job& job) {
    comparison.rewired =
        check_rewired(values, comparison.groups, comparison.shown, comparison.depth, priors, job);
    if (comparison.of_rewired()) comparison.notes.push_back(rewired_note(comparison.rewired));
}

}  // namespace regulus
