#include "core/workflow/donor_choice.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "core/base/count_text.h"

namespace regulus {

DonorChoice choose_donors(const std::vector<DonorSample>& samples) {
    constexpr std::size_t enough = 2;
    std::map<std::size_t, std::size_t> sides;  // of a donor
    for (const DonorSample& sample : samples) ++sides[sample.donor];
    const auto with = [&](std::size_t count) {
        std::vector<DonorSample> some;
        std::ranges::copy_if(samples, std::back_inserter(some),
                             [&](const DonorSample& sample) { return sides[sample.donor] == count; });
        return some;
    };
    const auto each_side_has_two = [](const std::vector<DonorSample>& some) {
        const auto inside = static_cast<std::size_t>(std::ranges::count_if(some, &DonorSample::inside));
        return inside >= enough && some.size() - inside >= enough;
    };
    const auto words = [](std::size_t donors, const char* where, const char* what) {
        if (donors == 0) return std::string();
        return fmt::format("{} on {} {} {}", count_text(donors, "donor", "donors"), where,
                           donors == 1 ? "is" : "are", what);
    };
    std::vector<DonorSample> both = with(2), one = with(1);
    const std::size_t pairs = both.size() / 2;
    const bool apart = each_side_has_two(one);
    if (pairs >= enough && (one.size() <= pairs || !apart))
        return {std::move(both), true, words(one.size(), "one side only", "left out of a paired test")};
    if (apart)
        return {std::move(one), false, words(pairs, "both sides", "left out of a test that is not paired")};
    if (!each_side_has_two(samples)) return {};
    return {samples, false, words(pairs, "both sides", "in a test that is not paired")};
}

Design design_of(const std::vector<DonorSample>& samples, bool paired) {
    Design design;
    design.samples = samples.size();
    design.terms = paired ? samples.size() / 2 + 1 : 2;
    design.values.assign(design.samples * design.terms, 0);
    for (std::size_t s = 0; s < samples.size(); ++s) {
        double* const row = &design.values[s * design.terms];
        row[0] = 1;
        if (paired && s >= 2) row[s / 2] = 1;
        row[design.terms - 1] = samples[s].inside ? 1 : 0;
    }
    return design;
}

}  // namespace regulus
