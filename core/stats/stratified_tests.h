// Groups of cells against all others by ranks within strata: cells are compared with those of their stratum
// alone, so that what the strata are made by cannot be what tells the groups apart.
//
// van Elteren, Bulletin de l'Institut International de Statistique 37 (1960), 351: the rank sums of the
// strata, each divided by its number of cells plus one, added up,
//     z = Σ (R₁ − n₁(N + 1)/2) / (N + 1) / √Σ n₁n₂/12 · (N + 1 − Σ(t³ − t) / (N(N − 1))) / (N + 1)²
// over strata of N = n₁ + n₂ cells with ties t. With one stratum it is Wilcoxon's test, see group_tests.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/stats/group_sums.h"

namespace regulus {

struct StratifiedTest {
    double z = std::numeric_limits<double>::quiet_NaN(), p = z;  // two-sided
    // Of pairs of a cell of the group and another of the same stratum: the share in which the first has the
    // higher value, ties counting half.
    float auroc = std::numeric_limits<float>::quiet_NaN();
};

// How many cells of a group, and how many others, have counterparts in their stratum.
struct Counterparts {
    std::size_t group = 0, others = 0;
};

// Thread: one at a time; each thread has its own.
class StratifiedTester {
  public:
    // `cells`: strata × groups.
    StratifiedTester(std::span<const std::size_t> cells, std::size_t groups);

    // Groups of `gene`: stratum × groups + group; its values must be finite. Cells whose values are not among
    // these have 0. One test a group: NaN where no stratum has cells of the group and others; z = 0, p = 1
    // where all values of each stratum are equal.
    void test(const GeneValues& gene, std::span<StratifiedTest> tests);

    std::vector<Counterparts> counterparts() const;

  private:
    void sort_strata(const GeneValues& gene);
    void add_stratum(std::size_t stratum);

    std::vector<std::size_t> m_cells;
    std::vector<std::size_t> m_sizes;  // of the strata
    std::size_t m_groups;
    std::vector<std::uint64_t> m_keys;  // value, group; by stratum and value
    std::vector<std::size_t> m_begins;  // of the strata in them, and their end
    struct Sums {
        double ranks = 0;  // of the stratum at hand
        std::size_t stored = 0;
        double apart = 0, variance = 0, above = 0, pairs = 0;  // over strata
    };
    std::vector<Sums> m_sums;
};

}  // namespace regulus
