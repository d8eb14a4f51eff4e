// The network of a TF and its targets for `figure`: of all cells, of a group, or of two beside each other.
#pragma once

#include <optional>
#include <string>

#include "app/command_line/console.h"
#include "app/command_line/options/compared_sides.h"
#include "app/command_line/pictures/figure_scenes.h"
#include "core/prior/regulatory_network.h"

namespace regulus {

// With a model `prior` only tells of the edges, and may be none; without one it is read. Throws Error(Usage)
// for a TF that is not read, and for a prior that the model did not learn from; what sides_of(),
// prepare_regulons() and the predictor throw; Cancelled.
MadeFigure network_figure(const FigureSubject& subject, const std::string& tf, const SideOptions& sides,
                          const std::optional<RegulatoryNetwork>& prior, const GeneRequest& genes,
                          Console& console, Job& job);

}  // namespace regulus
