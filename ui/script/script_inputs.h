// What a script is made of: a session as its file would hold it, the names of its steps, and what these need
// to be put into commands. A plain value that a job can keep.
#pragma once

#include <QStringList>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ui/session/session_record.h"
#include "ui/session/training.h"

namespace regulus {

class Session;

struct ScriptInputs {
    SessionRecord record;
    std::shared_ptr<const Dataset> dataset;                  // never null
    QStringList steps;                                       // names of those that hold, in order
    std::map<std::string, std::vector<std::string>> groups;  // of the columns that Compare names
    CellSet visible;  // cells that are not hidden; an empty universe: all
    // As they were typed for gallery, plots and heatmap, and are known.
    std::vector<std::string> galleryNames, plotNames, heatmapNames;
    bool tfs = false;                      // regulons have been read, by a model or by the prior
    std::optional<TrainRequest> training;  // that gave the model, since the window was opened
};

// Thread: the GUI thread. Throws Error(Usage) where the dataset lies in no file.
ScriptInputs scriptInputs(Session& session);

}  // namespace regulus
