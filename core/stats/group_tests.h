// A group of cells against all others, one gene at a time: by ranks and by means.
//
// AUROC is U / (n₁ n₂) of Mann and Whitney, ties counting half. The rank-sum test (Wilcoxon 1945; Mann and
// Whitney 1947) is the asymptotic one with the variance corrected for ties:
//     z = (U − n₁n₂/2) / √(n₁n₂/12 · (N + 1 − Σ(t³ − t) / (N(N − 1))))
// and with continuity |U − n₁n₂/2| − ½ in the place of the difference, as scipy.stats.mannwhitneyu has both.
// Welch's t (Biometrika 34 (1947), 28) is that of the values themselves, as scipy.stats.ttest_ind has it with
// equal_var=False.
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "core/stats/group_sums.h"

namespace regulus {

struct GroupTest {
    static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

    // Of the group and of all other cells.
    float mean = 0, mean_rest = 0;      // of the values
    float linear = 0, linear_rest = 0;  // mean of e^x − 1, where that was asked for
    float share = 0, share_rest = 0;    // of cells with a value above 0
    float auroc = 0.5F;
    float df = 0;  // of t
    double z = unknown, t = unknown;
    double p_wilcoxon = unknown, p_wilcoxon_continuity = unknown, p_welch = unknown;  // two-sided
};

// One a group. A gene that has one value in all cells has AUROC ½, z = 0 and p = 1. p_welch is NaN where a
// side has fewer than two cells, or neither side varies and the means are equal; everything is NaN for a
// group without cells or without others, and of a gene with values that are not finite.
void test_groups(const GeneSums& gene, std::span<GroupTest> tests);

}  // namespace regulus
