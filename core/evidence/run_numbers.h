// Numbers of many runs: means, spreads and intervals. Only for the sources of core/evidence.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/evidence/run_result.h"

namespace regulus {

inline constexpr double no_number = std::numeric_limits<double>::quiet_NaN();
inline constexpr double usual_ratio = 0.25;  // of test cells to the others, where runs do not say it

// Of the values that are numbers; sd by count - 1, NaN for fewer than two.
struct Spread {
    std::size_t count = 0;
    double mean = no_number, sd = no_number;
};
Spread spread_of(std::span<const double> values);

// Two-sided 95 % quantile of Student's t; of more than 19 degrees of freedom that of 20.
double t_quantile(std::size_t freedom);

using WantedRun = std::function<bool(const RunSpec&)>;
// Those of a name that are numbers.
std::vector<double> numbers_of(std::span<const RunResult> results, const WantedRun& wanted,
                               const std::string& name);

// Half the 95 % interval of a mean over splits by the corrected resampled t (Nadeau and Bengio 2003): splits
// share cells, so that their numbers differ less than those of other data would. `ratio`: of test cells to
// those learned from. NaN for fewer than two splits.
double split_interval(const Spread& over_splits, double ratio);

// A number of the runs wanted, which differ in their split. Splits that test the same cells, as few donors
// make them, count once.
struct OverSplits {
    std::map<std::uint64_t, double> values;  // by split; none is NaN
    double ratio = no_number;                // mean; a usual one where runs do not say it

    Spread spread() const;
    double interval() const { return split_interval(spread(), ratio); }
};
OverSplits over_splits(std::span<const RunResult> results, const WantedRun& wanted, const std::string& name);
// first − second, of the splits that both have.
OverSplits difference(const OverSplits& first, const OverSplits& second);

// Mean macro-F1 of a run over its draws of that share.
double macro_f1_of(const RunResult& result, const std::string& method, double share);

}  // namespace regulus
