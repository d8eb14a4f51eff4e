// Variances of many genes, drawn towards what all have in common: Smyth, Statistical Applications in Genetics
// and Molecular Biology 3 (2004), article 3, sections 6.2 and 5; limma's fitFDist() and squeezeVar().
#pragma once

#include <span>
#include <vector>

namespace regulus {

struct ModeratedVariances {
    double prior_df = 0;  // infinite where genes differ no more than by chance
    double prior_variance = 0;
    std::vector<double> variances;  // one a gene
    double df = 0;                  // of each
};

// `variances`: of each gene, with `df` degrees of freedom. At least one; not all 0.
ModeratedVariances moderated_variances(std::span<const double> variances, double df);

}  // namespace regulus
