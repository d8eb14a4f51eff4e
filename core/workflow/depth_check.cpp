#include "core/workflow/depth_check.h"

#include <algorithm>
#include <limits>

#include "core/stats/false_discovery.h"
#include "core/workflow/depth_sample.h"
#include "core/workflow/depth_tests.h"

namespace regulus {

DepthCheck check_depth(const ComparedValues& values, const CellGroups& groups,
                       std::span<const std::uint8_t> shown, Job& job) {
    DepthCheck check;
    if (!values.read) return check;
    const std::size_t columns = values.names.size();
    job.progress(0, "comparing at equal depth");
    const DepthSample sample = depth_sample(values, groups, job);
    check.thinned = sample.molecules.has_value();
    check.cells = sample.groups.size();
    check.wanted = sample.wanted;
    check.tests.resize(shown.size() * columns);
    check.differences.assign(shown.size() * columns, std::numeric_limits<float>::quiet_NaN());
    check.counterparts.resize(shown.size());
    for (std::size_t g = 0; g < shown.size(); ++g) {
        job.progress(static_cast<double>(g + 1) / static_cast<double>(shown.size() + 1),
                     "comparing at equal depth");
        if (shown[g] == 0) continue;
        QuietJob quiet(job);
        const SideTests made =
            test_group({&values.read, 1}, columns, sample, static_cast<std::int32_t>(g), "", quiet).front();
        std::ranges::copy(made.tests, check.tests.begin() + static_cast<std::ptrdiff_t>(g * columns));
        std::ranges::copy(made.differences,
                          check.differences.begin() + static_cast<std::ptrdiff_t>(g * columns));
        check.counterparts[g] = made.counterparts;
    }
    std::vector<double> p;
    for (const StratifiedTest& test : check.tests) p.push_back(test.p);
    check.q = benjamini_hochberg(p);
    return check;
}

}  // namespace regulus
