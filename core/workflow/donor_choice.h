// Which samples of donors are compared with which, and by what model; the rule is told in compare_donors.h.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/stats/moderated_test.h"

namespace regulus {

// Cells of one donor on one side, added up: by gene, or counted by group of cells.
struct DonorSample {
    std::size_t donor = 0;
    bool inside = false;
    std::vector<double> counts;
};

struct DonorChoice {
    std::vector<DonorSample> samples;  // none: there is no test
    bool paired = false;
    std::string odd_donors;  // left out, or on both sides, in words; ""
};

// Of `samples` a donor has two at most, the one inside the group first.
DonorChoice choose_donors(const std::vector<DonorSample>& samples);

// Of the samples of a choice. The last term is the side; before it the mean, and of pairs a term for each
// donor but the first.
Design design_of(const std::vector<DonorSample>& samples, bool paired);

}  // namespace regulus
