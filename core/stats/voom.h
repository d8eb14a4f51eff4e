// Linear models of log counts whose weights come from the trend of their variance over the level, and whose
// variances borrow from all genes: limma with voom. Law, Chen, Shi and Smyth, Genome Biology 15 (2014), R29;
// Smyth, Statistical Applications in Genetics and Molecular Biology 3 (2004), article 3. The numbers are
// those of limma 3.54: voom(), lmFit(), eBayes().
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/stats/bulk_counts.h"
#include "core/stats/moderated_test.h"

namespace regulus {

struct VoomTest {  // of a gene
    double log2_fold_change = 0, mean_log2_cpm = 0, t = 0, df = 0, p = 1;
};

struct VoomTests {
    std::vector<VoomTest> genes;
    double prior_df = 0, prior_variance = 0;  // what genes lend each other; prior_df may be infinite
};

// Of one term of the design. `sizes`: depths of the samples, normalised. Needs more samples than terms, two
// genes or more, and counts in each sample: Error(Data). Cancelled.
VoomTests voom_test(const BulkCounts& counts, std::span<const double> sizes, const Design& design,
                    std::size_t term, Job& job);

}  // namespace regulus
