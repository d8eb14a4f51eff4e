// Linear models of many rows (genes, groups of cells) over the same samples, and t tests whose variances
// borrow from all rows: limma's lmFit() and eBayes(). Smyth, Statistical Applications in Genetics and
// Molecular Biology 3 (2004), article 3.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/job.h"

namespace regulus {

struct Design {
    std::size_t samples = 0, terms = 0;
    std::vector<double> values;  // samples × terms, of full rank

    double at(std::size_t sample, std::size_t term) const { return values[sample * terms + term]; }
};

struct ModeratedTest {  // of a row
    double coefficient = 0, t = 0, df = 0, p = 1;
};

struct ModeratedTests {
    std::vector<ModeratedTest> rows;
    double prior_df = 0, prior_variance = 0;  // what rows lend each other; prior_df may be infinite
};

// Of one term of the design. `values`: rows × samples, finite; needs more samples than terms and a row. t and
// p are NaN where no row varies around its model, so that there is no variance to test with. Cancelled.
ModeratedTests moderated_tests(std::span<const double> values, const Design& design, std::size_t term,
                               Job& job);

}  // namespace regulus
