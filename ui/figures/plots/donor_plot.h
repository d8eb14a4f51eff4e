// Shares of groups of cells in each donor, by condition: a point a donor, with the mean over donors and its
// interval.
#pragma once

#include "core/workflow/composition.h"
#include "ui/figures/plots/group_plot.h"

namespace regulus {

// A row a group of cells, a column a condition; percent. Samples with too few cells to be tested are left
// out, as in the means. `composition` has donors.
GroupPlot donorPlot(std::shared_ptr<const Composition> composition, const PlotLook& look);
// Percent, one a donor that counts.
std::vector<double> donorShares(const Composition& composition, std::size_t group, std::size_t condition);
// One row a group, condition and donor.
FigureNumbers donorNumbers(const GroupPlot& plot);

}  // namespace regulus
