// A plot of groups as a job computes it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/workflow/cross_table.h"
#include "core/workflow/group_summary.h"
#include "ui/figures/plots/group_plot.h"
#include "ui/views/compare/comparison_run.h"
#include "ui/views/compare/plot_values.h"

namespace regulus {

// A column of cells, or what Compare compares.
struct PlotGroups {
    std::string column;                             // its name in the session
    std::string title;                              // for people: "cell_type", "prediction"
    std::shared_ptr<const Categorical> categories;  // of the column
    CellSet among = {};                             // of these cells alone; empty universe: of all
    std::optional<ComparisonInputs> compared;

    bool chosen() const { return categories || compared; }
    bool operator==(const PlotGroups&) const = default;
};
// As groups_of_categories() makes them of a column. A pass over the cells.
CellGroups cellGroups(const PlotGroups& groups);

// Immutable parts of a session; equal inputs give equal results.
struct PlotInputs {
    bool composition = false, groupsDown = false;  // see groupsAreRows()
    std::optional<PlotValues> values;              // of a composition none
    PlotGroups groups, split;                      // split not chosen: none
    std::vector<std::string> names;
    std::size_t markers = 0;  // 0: the names; else the first markers of each group

    bool operator==(const PlotInputs&) const = default;
};

struct PlotResult {
    std::shared_ptr<const CellGroups> groups, split;  // split null: none
    std::shared_ptr<const GroupSummary> summary;      // of values
    std::shared_ptr<const CrossTable> table;          // of a composition
};

// Throws Error with what a person can do about it; Cancelled.
PlotResult runPlot(const PlotInputs& inputs, Job& job);

}  // namespace regulus
