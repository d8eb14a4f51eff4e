#include "core/stats/moderated_variance.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/stats/gamma_functions.h"
#include "core/stats/median.h"

namespace regulus {
namespace {

double mean(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// Prior of variances that are scaled F of `df` and prior degrees of freedom, by the moments of their
// logarithm.
void fit_prior(std::span<const double> variances, double df, ModeratedVariances& made) {
    constexpr double offset = 1e-5;  // of the median: what the smallest are taken for
    std::vector<double> values(variances.begin(), variances.end());
    double middle = median(values);
    if (middle == 0) middle = 1;
    std::vector<double> logarithms;
    for (double& value : values) {
        value = std::max(value, offset * middle);
        logarithms.push_back(std::log(value) - digamma(df / 2) + std::log(df / 2));
    }
    const double level = mean(logarithms);
    double spread = 0;
    for (const double e : logarithms) spread += (e - level) * (e - level);
    const auto n = static_cast<double>(values.size());
    spread = n > 1 ? spread / (n - 1) - trigamma(df / 2) : 0;
    if (spread > 0) {
        made.prior_df = 2 * trigamma_inverse(spread);
        made.prior_variance = std::exp(level + digamma(made.prior_df / 2) - std::log(made.prior_df / 2));
    } else {
        made.prior_df = std::numeric_limits<double>::infinity();
        made.prior_variance = mean(values);
    }
}

}  // namespace

ModeratedVariances moderated_variances(std::span<const double> variances, double df) {
    assert(!variances.empty() && df > 0);
    ModeratedVariances made;
    fit_prior(variances, df, made);
    for (const double variance : variances) {
        made.variances.push_back(std::isinf(made.prior_df)
                                     ? made.prior_variance
                                     : (made.prior_df * made.prior_variance + df * variance) /
                                           (made.prior_df + df));
    }
    // No more than all genes have together.
    made.df = std::min(df + made.prior_df, df * static_cast<double>(variances.size()));
    return made;
}

}  // namespace regulus
