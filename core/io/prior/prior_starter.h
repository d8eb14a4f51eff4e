// The prior that comes with Regulus, for trying things out before there is a real one.
#pragma once

#include <string>
#include <string_view>

#include "core/io/prior/prior_reader.h"

namespace regulus {

inline constexpr const char* starter_name = "Regulus starter";
inline constexpr const char* starter_description =
    "textbook edges of immune and brain TFs, unreferenced, incomplete; for trying things out";

// Human gene symbols, with signs. Carries a warning that says what it is. Throws as read_prior() does when
// the options leave nothing; Cancelled.
RegulatoryNetwork starter_prior(const PriorOptions& options, Job& job);
RegulatoryNetwork starter_prior();

// The path that stands for it, in the window and on the command line; a file of that name is "./starter".
bool is_starter(std::string_view path);
// A prior by its path, which may be that of the starter. Throws as read_prior().
RegulatoryNetwork open_prior(const std::string& path, const PriorOptions& options, Job& job);

}  // namespace regulus
