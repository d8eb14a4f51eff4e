#include "core/stats/group_tests.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/stats/distributions.h"

namespace regulus {
namespace {

constexpr GroupTest nothing() {
    constexpr float none = std::numeric_limits<float>::quiet_NaN();
    GroupTest test;
    test.mean = test.mean_rest = test.linear = test.linear_rest = none;
    test.share = test.share_rest = test.auroc = test.df = none;
    return test;
}

void describe(const GroupSums& group, const GroupSums& rest, GroupTest& test) {
    const auto n1 = static_cast<double>(group.cells), n2 = static_cast<double>(rest.cells);
    test.mean = static_cast<float>(group.mean);
    test.mean_rest = static_cast<float>(rest.mean);
    test.linear = static_cast<float>(group.linear / n1);
    test.linear_rest = static_cast<float>(rest.linear / n2);
    test.share = static_cast<float>(static_cast<double>(group.above) / n1);
    test.share_rest = static_cast<float>(static_cast<double>(rest.above) / n2);
}

void test_ranks(const GroupSums& group, double others, double ties, GroupTest& test) {
    const auto n1 = static_cast<double>(group.cells), all = n1 + others;
    const double u = group.ranks - n1 * (n1 + 1) / 2, expected = n1 * others / 2;
    test.auroc = static_cast<float>(u / (n1 * others));
    const double variance = n1 * others / 12 * (all + 1 - ties / (all * (all - 1)));
    // One value everywhere: what rounding leaves of the variance is no spread.
    if (!(ties < all * all * all - all)) {
        test.z = 0;
        test.p_wilcoxon = test.p_wilcoxon_continuity = 1;
        return;
    }
    const double spread = std::sqrt(variance);
    test.z = (u - expected) / spread;
    test.p_wilcoxon = normal_two_sided(test.z);
    // U at the middle is half a step beyond it by this, which is no evidence.
    const double corrected = (std::abs(u - expected) - 0.5) / spread;
    test.p_wilcoxon_continuity = corrected <= 0 ? 1 : normal_two_sided(corrected);
}

void test_means(const GroupSums& group, const GroupSums& rest, GroupTest& test) {
    test.df = std::numeric_limits<float>::quiet_NaN();
    if (group.cells < 2 || rest.cells < 2) return;
    const auto n1 = static_cast<double>(group.cells), n2 = static_cast<double>(rest.cells);
    const double v1 = group.squares / (n1 - 1) / n1, v2 = rest.squares / (n2 - 1) / n2;
    const double apart = group.mean - rest.mean;
    if (v1 + v2 == 0) {
        if (apart == 0) return;
        test.t = std::copysign(std::numeric_limits<double>::infinity(), apart);
        test.p_welch = 0;
        return;
    }
    const double df = (v1 + v2) * (v1 + v2) / (v1 * v1 / (n1 - 1) + v2 * v2 / (n2 - 1));
    test.df = static_cast<float>(df);
    test.t = apart / std::sqrt(v1 + v2);
    test.p_welch = student_two_sided(test.t, df);
}

}  // namespace

void test_groups(const GeneSums& gene, std::span<GroupTest> tests) {
    const std::vector<GroupSums>& groups = gene.groups;
    assert(tests.size() == groups.size());
    std::ranges::fill(tests, nothing());
    if (!gene.finite) return;
    // All before a group and all behind it are its rest, so that nothing is ever taken away from a sum.
    std::vector<GroupSums> behind(groups.size() + 1);
    for (std::size_t g = groups.size(); g-- > 0;) behind[g] = merged(groups[g], behind[g + 1]);
    GroupSums before;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const GroupSums rest = merged(before, behind[g + 1]);
        if (groups[g].cells > 0 && rest.cells > 0) {
            describe(groups[g], rest, tests[g]);
            test_ranks(groups[g], static_cast<double>(rest.cells), gene.ties, tests[g]);
            test_means(groups[g], rest, tests[g]);
        }
        before = merged(before, groups[g]);
    }
}

}  // namespace regulus
