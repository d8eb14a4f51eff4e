#include "ui/views/compare/plot_run.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/heavy_work.h"
#include "core/data/missing_label.h"

namespace regulus {

CellGroups cellGroups(const PlotGroups& groups) {
    if (groups.given) return *groups.given;
    CellGroups made;
    made.column = groups.title;
    made.names = groups.categories->categories;
    made.codes = groups.categories->codes;
    std::vector<std::uint8_t> none;
    for (const std::string& name : made.names) none.push_back(means_unlabelled(name) ? 1 : 0);
    for (std::int32_t& code : made.codes)
        if (code >= 0 && none[static_cast<std::size_t>(code)] != 0) code = -1;
    count_cells(made);
    return made;
}

PlotResult runPlot(const PlotInputs& inputs, Job& job) {
    begin_heavy_work("plot of groups");
    PlotResult result;
    result.groups = std::make_shared<const CellGroups>(cellGroups(inputs.groups));
    if (inputs.split.chosen()) result.split = std::make_shared<const CellGroups>(cellGroups(inputs.split));
    if (ofComposition(inputs.look.kind)) {
        result.table = crossTable(inputs.look, *result.groups, *result.split);
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
