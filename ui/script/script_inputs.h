// What a script is made of: a session as its file would hold it, the names of its steps, and what its views
// make of that. A plain value that a job can keep.
#pragma once

#include <QStringList>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ui/figures/scatter/scatter_axis.h"
#include "ui/session/session_record.h"
#include "ui/session/training.h"
#include "ui/views/compare/comparison_run.h"
#include "ui/views/heatmap/heatmap_settings.h"

namespace regulus {

class Session;

struct ScriptInputs {
    SessionRecord record;                    // with plots and heatmap as their views understand them
    std::shared_ptr<const Dataset> dataset;  // never null
    QStringList steps;                       // names of those that hold, in order
    std::map<std::string, std::vector<std::string>> groups;  // of the columns that Compare names
    CellSet visible;                      // cells that are not hidden; an empty universe: all
    NamedGenes genes;                     // as the session has them; null: they are not known
    std::optional<ComparedBy> comparing;  // what Compare compares; nullopt: no sides, or nothing to read

    std::vector<Coloring> gallery;                    // by name, those that are known
    std::vector<std::string> galleryNames;            // of them, as their embeddings are chosen
    std::vector<std::string> plotNames, similarGene;  // likewise; of the latter one at most
    bool similarOfSelected = false;
    std::optional<AxisSource> x, y;   // of the scatter plot
    std::vector<AxisSource> mapAxes;  // of the map that is shown, one a dimension
    HeatmapSettings heatmap;
    std::string heatmapGroups;            // a column, or predicted_column; "": there is no heatmap
    std::vector<std::string> heatmapTfs;  // that were named for it
    std::string heatmapOrder;             // the TF by which its cells are sorted; "": none

    std::shared_ptr<const ModelResults> results;  // of the model; null: none
    std::shared_ptr<const Labels> labels;         // null: none
    std::optional<TrainRequest> training;         // that gave the model, since the window was opened
};

// Thread: the GUI thread. Throws Error(Usage) where the dataset lies in no file.
ScriptInputs scriptInputs(Session& session);

}  // namespace regulus
