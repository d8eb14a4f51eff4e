// Groups of cells compared, every cell a replicate: markers of all groups, or one group against another.
//
// Fold changes are log2((a + c) / (b + c)) of the mean counts per 10,000 of the group, a, and of all other
// cells, b; c is the pseudo-count, by default 1, as Seurat has it since version 4. False discovery rates are
// over all genes and all groups of one comparison.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/model/model_file.h"
#include "core/stats/test_genes.h"
#include "core/workflow/cell_groups.h"
#include "core/workflow/compared_values.h"
#include "core/workflow/depth_check.h"
#include "core/workflow/rewired_check.h"

namespace regulus {

// EqualDepth: see core/workflow/depth_check.h; of TFs alone.
enum class RankingTest { Wilcoxon, WilcoxonContinuity, Welch, EqualDepth };
const char* to_string(RankingTest test);  // "wilcoxon", "wilcoxon-continuity", "welch", "equal-depth"

struct GroupComparison;
struct ComparisonOptions {
    double pseudo_count = 1;    // counts per 10,000
    std::size_t min_cells = 3;  // of a group that is tested; the cells of others are among the rest
    std::size_t rewired = 0;    // priors that TFs are compared with, see core/workflow/rewired_check.h
    // Called on the calling thread with what is there so far, no more than about twice a second. From a
    // complete index by gene: the most variable genes at once, before a pass over the cells, and then others;
    // false discovery rates are those there would be if no other gene differed, and can only fall. Without
    // one: once, all genes of a sample of the cells (see `sampled`), where there are many.
    std::function<void(GroupComparison so_far)> so_far = {};
};

// One test of a gene and a group.
struct Compared {
    GroupTest test;
    double fold_change = GroupTest::unknown;  // log2; NaN of values that are no counts
    double q_wilcoxon = GroupTest::unknown, q_wilcoxon_continuity = GroupTest::unknown,
           q_welch = GroupTest::unknown;
    StratifiedTest depth;  // at equal depth; NaN where that was not tested
    double q_depth = GroupTest::unknown, difference_depth = GroupTest::unknown;
    double p_rewired = GroupTest::unknown, q_rewired = GroupTest::unknown;  // NaN where not compared

    double difference() const { return static_cast<double>(test.mean) - test.mean_rest; }
    // Whether it differs at equal depth, and more than rewired priors would have it.
    bool stands_out() const { return p_rewired <= most_p_of_rewired && differs_at_depth(); }
    // Whether it differs at equal depth; reversed: to the other side than plain ranks say that it does.
    bool differs_at_depth() const { return q_depth <= most_q_of_depth; }
    bool reversed() const {
        return differs_at_depth() && q_wilcoxon <= most_q_of_depth && (depth.z > 0) != (test.z > 0);
    }
    double change(RankingTest by, bool counts) const;  // fold change, or difference of the means compared
    double score(RankingTest by) const;
    double p(RankingTest by) const;
    double q(RankingTest by) const;
};

struct GroupComparison {
    CellGroups groups;                // as they were asked for
    std::vector<std::uint8_t> shown;  // a group: whether it was tested; of a pair only the first is
    std::vector<std::string> names;   // genes or TFs
    ValuesOf of = ValuesOf::Genes;
    std::string values;
    bool counts = false;
    double pseudo_count = 1;
    GeneTests tests;
    std::vector<double> q_wilcoxon, q_wilcoxon_continuity, q_welch;  // groups × genes, as tests.tests
    std::size_t tested = 0;                                          // tests that the rates are over
    bool whole = true;                                               // false: so far
    // Every number is of so many cells alone and stands for all of them till those are read; groups of which
    // too few are among them have none. 0: of all cells.
    std::size_t sampled = 0;
    DepthCheck depth;      // of TFs
    RewiredCheck rewired;  // of TFs of a prior
    std::vector<std::string> warnings;
    std::vector<std::string> notes;  // what the p values cannot mean, in sentences; that of donors first

    bool of_depth() const { return !depth.tests.empty(); }
    bool of_rewired() const { return rewired.priors > 0; }
    Compared at(std::size_t group, std::size_t gene) const;
};

// Which rows are wanted; a test that is left out counts among all the same.
struct ComparisonFilter {
    double min_share = 0;        // of cells with a value above 0, in the group or in the rest
    double min_fold_change = 0;  // of the absolute value
    double most_q = 1;           // false discovery rate, of the test it is ranked by
    bool up = false;             // higher in the group alone, by ranks and by means
    RankingTest by = RankingTest::Wilcoxon;
};
// Genes of a group, the highest score first, those that were not tested left out.
std::vector<std::uint32_t> ranked_genes(const GroupComparison& comparison, std::size_t group,
                                        const ComparisonFilter& filter);

// `obs`: of the dataset, to know of donors. `model`: that the values or labels are of; may be null. Memory
// and errors are those of test_genes(); Error(Data) when no group has enough cells, Error(Memory) for a
// result that passes the ceiling.
GroupComparison compare_cells(const ComparedValues& values, CellGroups groups, const Table& obs,
                              const ModelFile* model, const ComparisonOptions& options, Job& job);

// Adds what so many rewired priors show of the same groups, and a note. `values`: that the comparison is of.
// Errors are those of check_rewired().
void compare_rewired_priors(GroupComparison& comparison, const ComparedValues& values, std::size_t priors,
                            Job& job);

}  // namespace regulus
