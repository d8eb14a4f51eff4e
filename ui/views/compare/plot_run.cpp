#include "ui/views/compare/plot_run.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/heavy_work.h"
#include "core/workflow/groups_of_sets.h"

namespace regulus {

CellGroups cellGroups(const PlotGroups& groups) {
    if (groups.compared) return comparedGroups(*groups.compared);
    return groups_of_categories(
        *groups.categories, groups.title,
        groups.among.universe() > 0 ? groups.among : CellSet::all(groups.categories->codes.size()));
}

PlotResult runPlot(const PlotInputs& inputs, Job& job) {
    begin_heavy_work("plot of groups");
    PlotResult result;
    result.groups = std::make_shared<const CellGroups>(cellGroups(inputs.groups));
    if (inputs.split.chosen()) result.split = std::make_shared<const CellGroups>(cellGroups(inputs.split));
    if (inputs.composition) {
        result.table = crossTable(inputs.groupsDown, *result.groups, *result.split);
        return result;
    }
    PartJob ranking(job, 0, 0.7), summing(job, inputs.markers > 0 ? 0.7 : 0, 1);
    const ComparedValues values = comparedValues(*inputs.values);
    std::vector<std::string> names = inputs.names;
    if (inputs.markers > 0) {
        const auto with_cells =
            std::ranges::count_if(result.groups->cells, [](std::size_t cells) { return cells >= 3; });
        if (with_cells < 2)
            throw Error(ErrorKind::Data, "Fewer than two groups have three cells, which markers take", {},
                        "Name genes, or choose another column");
        names = top_markers(
            compare_cells(values, *result.groups, inputs.values->dataset->obs, nullptr, {}, ranking),
            inputs.markers);
        if (names.empty())
            throw Error(ErrorKind::Data, "Nothing marks a group at a false discovery rate of 5 %", {},
                        "Name genes");
    }
    std::optional<CellGroups> split;
    if (result.split) split = *result.split;
    result.summary = std::make_shared<const GroupSummary>(
        summarise_groups(values, names, *result.groups, std::move(split), true, summing));
    return result;
}

}  // namespace regulus
