#include "ui/views/gallery/gallery_markers.h"

#include "core/base/error.h"
#include "core/base/heavy_work.h"
#include "core/workflow/compare_groups.h"
#include "core/workflow/group_summary.h"
#include "core/workflow/groups_of_sets.h"
#include "ui/figures/shown_genes.h"
#include "ui/session/session.h"
#include "ui/session/workspace_groups.h"

namespace regulus {

std::optional<MarkerInputs> markerInputs(const Session& session) {
    const OpenedState& opened = session.opened();
    MarkerInputs inputs{opened.dataset,
                        opened.choices,
                        opened.genes.names,
                        opened.expression,
                        session.groups().categorical(opened.labelColumn()),
                        opened.labelColumn(),
                        workspaceCells(session)};
    return inputs.dataset && inputs.groups ? std::optional(std::move(inputs)) : std::nullopt;
}

std::vector<std::string> findMarkers(const MarkerInputs& inputs, Job& job) {
    begin_heavy_work("markers");
    const CellGroups groups = groups_of_categories(
        *inputs.groups, inputs.column,
        inputs.among.universe() > 0 ? inputs.among : CellSet::all(inputs.groups->codes.size()));
    const ComparedValues values =
        shownGenes(*inputs.dataset, inputs.choices, inputs.genes.get(), inputs.expression);
    std::vector<std::string> names =
        top_markers(compare_cells(values, groups, inputs.dataset->obs, nullptr, {}, job), 1);
    if (names.empty())
        throw Error(ErrorKind::Data, "Nothing marks a group at a false discovery rate of 5 %", {},
                    "Name genes");
    return names;
}

}  // namespace regulus
