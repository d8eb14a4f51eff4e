// What a plot of groups shows of one gene in one group: mean, share above zero, quartiles, whiskers, density.
// From stored values alone; zeros are counted.
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "core/stats/group_sums.h"

namespace regulus {

inline constexpr std::size_t density_points = 100;  // as seaborn has

struct ValueSummary {
    static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

    std::size_t cells = 0, above = 0;  // `above`: with a value above 0
    double mean = unknown;             // of the values as they come
    double deviation = unknown;        // of a sample; NaN for fewer than two cells
    double linear = unknown;           // mean of e^x − 1; NaN unless it is asked for
    double least = unknown, q1 = unknown, median = unknown, q3 = unknown, most = unknown;
    double lower = unknown, upper = unknown;  // whiskers: the farthest values within 1.5 (q3 − q1) of the box
    // At density_points places from `least` to `most`, of a kernel density with Scott's bandwidth; empty
    // unless it is asked for, and where all values are the same.
    std::vector<float> density;

    double share() const {
        return cells == 0 ? unknown : static_cast<double>(above) / static_cast<double>(cells);
    }
};

struct SummaryOptions {
    bool linear = false;            // also means of e^x − 1: of log1p values what they are the logarithm of
    bool density = false;           // also densities
    bool leave_out_unread = false;  // cells with NaN in every column: of them nothing could be read
};

// Quantiles are those of numpy (linear between neighbours; type 7 of Hyndman and Fan 1996), whiskers those of
// Tukey as matplotlib draws them. Thread: one at a time; each thread has its own.
class ValueSummariser {
  public:
    ValueSummariser(std::span<const std::size_t> cells, SummaryOptions options);

    // One a group, into `summaries`. Cells whose values are not among these have 0. False when a value is not
    // finite: then the summaries know nothing but the number of cells.
    bool summarise(const GeneValues& gene, std::span<ValueSummary> summaries);

  private:
    void divide(const GeneValues& gene);

    std::vector<std::size_t> m_cells;
    SummaryOptions m_options;
    GeneSummer m_summer;
    std::vector<std::size_t> m_offsets;  // of each group's values in m_sorted
    std::vector<float> m_sorted;         // other than 0
};

}  // namespace regulus
