// The targets of a TF as names to be plotted.
#pragma once

#include <string>
#include <vector>

namespace regulus {

class Session;

// The TF and those of its targets that weigh most, 30 at most, as the session writes them; empty while the
// TF's regulon is not known.
std::vector<std::string> targetsToPlot(const Session& session, const std::string& tf);

}  // namespace regulus
