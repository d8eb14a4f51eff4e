// The columns that a composition begins with while a person has chosen none: conditions, and the donors who
// are their replicates.
#pragma once

#include <string>

#include "ui/session/plot_state.h"
#include "ui/views/compare/plot_choices.h"

namespace regulus {

class Session;

// A column that looks like donors and is neither the groups nor `across`; "": none.
std::string usualDonors(const Session& session, const PlotChoices& choices, const PlotSettings& settings);
// A column of conditions, best first: named as one, or with one value in each donor. Where there is none,
// shares over donors are drawn across any other column, and a composition across the donors themselves, else
// labels. Never the groups; never the donors that were chosen. "": none. Looks at all cells of such columns.
std::string usualAcross(const Session& session, const PlotChoices& choices, const PlotSettings& settings);

}  // namespace regulus
