#include "core/data/total_counts_column.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace regulus {
namespace {

constexpr double near = 0.01;  // relative

bool nearly_all(std::size_t some, std::size_t all) {
    return some * 10 >= all * 9;
}

// Cells with many counts have many of them left; numbers of other cells do not tell that.
bool go_together(const CountsLeft& left, const std::vector<double>& totals) {
    constexpr double least_correlation = 0.5;
    const auto n = static_cast<double>(totals.size());
    double mean_left = 0, mean_all = 0;
    for (std::size_t i = 0; i < totals.size(); ++i) {
        mean_left += std::log(left.counts[i]) / n;
        mean_all += std::log(totals[i]) / n;
    }
    double both = 0, of_left = 0, of_all = 0;
    for (std::size_t i = 0; i < totals.size(); ++i) {
        const double x = std::log(left.counts[i]) - mean_left, y = std::log(totals[i]) - mean_all;
        both += x * y;
        of_left += x * x;
        of_all += y * y;
    }
    return both >= least_correlation * std::sqrt(of_left * of_all);
}

bool are_totals(const Numeric& column, bool whole) {
    return std::ranges::all_of(column.values, [&](double value) {
        return value >= 0 && std::isfinite(value) && (!whole || value == std::floor(value));
    });
}

bool agree(const Numeric& a, const Numeric& b) {
    std::size_t same = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i)
        same += std::abs(a.values[i] / b.values[i] - 1) < near ? 1 : 0;
    return nearly_all(same, a.values.size());
}

}  // namespace

bool names_total_counts(const std::string& name) {
    // By the letters that they are made of.
    constexpr std::array names{"ncounts",      "ncount",      "totalcounts", "totalcount", "ncountrna",
                               "ncountsrna",   "numi",        "numis",       "totalumi",   "totalumis",
                               "umicount",     "umicounts",   "sum",         "total",      "librarysize",
                               "libsize",      "sizelibrary", "nmolecules",  "counts",     "umis",
                               "ntranscripts", "totalmrnamol"};
    std::string plain;
    for (const unsigned char c : name) {
        if (std::isalnum(c) != 0) plain += static_cast<char>(std::tolower(c));
    }
    return std::ranges::find(names, plain) != names.end();
}

std::vector<double> positive_values(std::span<const std::uint32_t> cells, const Numeric& column) {
    std::vector<double> values;
    for (const std::uint32_t cell : cells) {
        const double value = column.values[cell];
        if (!(value > 0) || !std::isfinite(value)) return {};
        values.push_back(value);
    }
    return values;
}

bool can_hold_counts(const CountsLeft& left, const Numeric& column) {
    const auto values = positive_values(left.cells, column);
    std::size_t enough = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
        enough += values[i] >= (1 - near) * left.counts[i] ? 1 : 0;
    return !values.empty() && nearly_all(enough, values.size());
}

const Column* total_counts_column(const Table& obs, const CountsLeft& left) {
    const Column* found = nullptr;
    for (const Column& column : obs.columns) {
        const Numeric* const values = column.numeric();
        if (values == nullptr || !names_total_counts(column.name) || !are_totals(*values, left.whole) ||
            !can_hold_counts(left, *values) || !go_together(left, positive_values(left.cells, *values))) {
            continue;
        }
        if (found != nullptr && !agree(*found->numeric(), *values)) return nullptr;
        found = &column;
    }
    return found;
}

}  // namespace regulus
