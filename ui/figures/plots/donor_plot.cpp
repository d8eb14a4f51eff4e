#include "ui/figures/plots/donor_plot.h"

#include <algorithm>

#include "core/base/plain_number.h"

namespace regulus {
namespace {

ValueSummary summaryOf(const Composition& made, std::size_t group, std::size_t condition) {
    const std::vector<double> shares = donorShares(made, group, condition);
    const ConditionShare& whole = made.shares[condition][group];
    ValueSummary one;
    one.cells = shares.size();
    if (shares.empty()) return one;
    one.mean = one.median = 100 * whole.share;
    one.lower = 100 * whole.interval.low;
    one.upper = 100 * whole.interval.high;
    one.least = 0;  // where the axis begins
    one.most = std::ranges::max(shares);
    if (one.upper > one.most) one.most = one.upper;
    return one;
}

}  // namespace

std::vector<double> donorShares(const Composition& composition, std::size_t group, std::size_t condition) {
    std::vector<double> shares;
    for (const CompositionSample& sample : composition.samples)
        if (sample.condition == condition && sample.used) shares.push_back(100 * sample.share(group));
    return shares;
}

GroupPlot donorPlot(std::shared_ptr<const Composition> composition, const PlotLook& look) {
    const Composition& made = *composition;
    auto summary = std::make_shared<GroupSummary>();
    summary->groups = made.conditions;
    summary->names = made.groups.names;
    summary->values = "%";
    GeneSummaries& sums = summary->summaries;
    sums.groups = made.conditions.names.size();
    sums.cells = made.conditions.cells;
    for (std::size_t group = 0; group < made.groups.names.size(); ++group)
        for (std::size_t condition = 0; condition < sums.groups; ++condition)
            sums.summaries.push_back(summaryOf(made, group, condition));
    GroupPlot plot;
    plot.look = look;
    plot.summary = std::move(summary);
    for (std::size_t group = 0; group < made.groups.names.size(); ++group)
        if (made.groups.cells[group] > 0) plot.genes.push_back(group);
    for (std::size_t condition = 0; condition < made.whole.size(); ++condition)
        if (made.whole[condition].cells > 0) plot.groups.push_back(condition);
    plot.composition = std::move(composition);
    return plot;
}

FigureNumbers donorNumbers(const GroupPlot& plot) {
    const Composition& made = *plot.composition;
    FigureNumbers numbers;
    numbers.columns = {"group", "condition", "donor", "cells", "cells_of_sample", "share"};
    for (const std::size_t group : plot.genes)
        for (const std::size_t condition : plot.groups)
            for (const CompositionSample& sample : made.samples)
                if (sample.condition == condition && sample.used)
                    numbers.rows.push_back({made.groups.names[group], made.conditions.names[condition],
                                            sample.donor, std::to_string(sample.counts[group]),
                                            std::to_string(sample.cells), plain_number(sample.share(group))});
    return numbers;
}

}  // namespace regulus
