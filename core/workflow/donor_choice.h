// Which samples of donors are compared with which; the rule is told in compare_donors.h.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace regulus {

// Cells of one donor on one side, added up.
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

}  // namespace regulus
