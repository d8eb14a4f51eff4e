#include "core/evidence/run_numbers.h"

#include <cmath>
#include <iterator>

namespace regulus {

Spread spread_of(std::span<const double> values) {
    Spread spread;
    double sum = 0, squares = 0;
    for (const double value : values) {
        if (std::isnan(value)) continue;
        ++spread.count;
        sum += value;
    }
    if (spread.count == 0) return spread;
    spread.mean = sum / static_cast<double>(spread.count);
    for (const double value : values) {
        if (!std::isnan(value)) squares += (value - spread.mean) * (value - spread.mean);
    }
    if (spread.count > 1) spread.sd = std::sqrt(squares / static_cast<double>(spread.count - 1));
    return spread;
}

double t_quantile(std::size_t freedom) {
    static constexpr double table[] = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
                                       2.201,  2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093};
    if (freedom == 0) return no_number;
    return freedom <= std::size(table) ? table[freedom - 1] : 2.086;  // never too narrow
}

std::vector<double> numbers_of(std::span<const RunResult> results, const WantedRun& wanted,
                               const std::string& name) {
    std::vector<double> values;
    for (const RunResult& result : results) {
        const double value = result.number(name);
        if (wanted(result.spec) && !std::isnan(value)) values.push_back(value);
    }
    return values;
}

double split_interval(const Spread& over_splits, double ratio) {
    if (over_splits.count < 2) return no_number;
    return t_quantile(over_splits.count - 1) * over_splits.sd *
           std::sqrt(1 / static_cast<double>(over_splits.count) + ratio);
}

Spread OverSplits::spread() const {
    std::vector<double> all;
    for (const auto& [split, value] : values) all.push_back(value);
    return spread_of(all);
}

OverSplits over_splits(std::span<const RunResult> results, const WantedRun& wanted, const std::string& name) {
    OverSplits found;
    std::map<double, std::uint64_t> split_of;  // of a set of test cells: the first split that has it
    std::vector<double> ratios;
    for (const RunResult& result : results) {
        const double value = result.number(name);
        if (!wanted(result.spec) || std::isnan(value)) continue;
        if (const double set = result.number("test_set"); !std::isnan(set)) {
            if (split_of.try_emplace(set, result.spec.split).first->second != result.spec.split) continue;
            ratios.push_back(result.number("test_cells") / result.number("learned_cells"));
        }
        found.values[result.spec.split] = value;
    }
    found.ratio = ratios.empty() ? usual_ratio : spread_of(ratios).mean;
    return found;
}

OverSplits difference(const OverSplits& first, const OverSplits& second) {
    OverSplits found;
    found.ratio = first.ratio;
    for (const auto& [split, value] : first.values) {
        if (const auto other = second.values.find(split); other != second.values.end())
            found.values[split] = value - other->second;
    }
    return found;
}

double macro_f1_of(const RunResult& result, const std::string& method, double share) {
    std::vector<double> values;
    for (const DrawScore& draw : result.draws) {
        if (draw.method == method && draw.share == share) values.push_back(draw.macro_f1);
    }
    return spread_of(values).mean;
}

}  // namespace regulus
