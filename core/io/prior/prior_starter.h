// The prior that comes with Regulus, for trying things out before there is a real one.
#pragma once

#include "core/io/prior/prior_reader.h"

namespace regulus {

inline constexpr const char* starter_name = "Regulus starter";
inline constexpr const char* starter_description =
    "textbook edges of immune and brain TFs, unreferenced, incomplete; for trying things out";

// Human gene symbols, with signs. Carries a warning that says what it is. Throws as read_prior() does when
// the options leave nothing; Cancelled.
RegulatoryNetwork starter_prior(const PriorOptions& options, Job& job);
RegulatoryNetwork starter_prior();

}  // namespace regulus
