// Numbers of many runs: means, spreads and intervals. Only for the sources of core/evidence.
#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "core/evidence/run_result.h"

namespace regulus {

inline constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

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

// Mean macro-F1 of a run over its draws of that share.
double macro_f1_of(const RunResult& result, const std::string& method, double share);

}  // namespace regulus
