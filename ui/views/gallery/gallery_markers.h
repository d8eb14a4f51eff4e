// The gene that marks each group of a column most.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "ui/figures/opened_dataset.h"

namespace regulus {

class Session;

// Immutable parts of a session, for a job.
struct MarkerInputs {
    std::shared_ptr<const Dataset> dataset;
    OpenChoices choices;
    std::shared_ptr<const GeneNames> genes;
    std::shared_ptr<const MatrixSource> expression;
    std::shared_ptr<const Categorical> groups;
    std::string column;
    CellSet among = {};  // of these cells alone; empty universe: of all
};
std::optional<MarkerInputs> markerInputs(const Session& session);  // of its labels; nullopt without

// One a group, each once. Throws Error(Data) where nothing marks a group, Cancelled.
std::vector<std::string> findMarkers(const MarkerInputs& inputs, Job& job);

}  // namespace regulus
