// A session as a plain value: where its data lie, and everything that was made of them.
#pragma once

#include <QJsonObject>
#include <QString>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/cell_set.h"
#include "core/io/prior/prior_reader.h"
#include "core/model/model_file.h"
#include "core/workflow/gates.h"
#include "ui/figures/coloring.h"
#include "ui/figures/opened_dataset.h"
#include "ui/figures/view_settings.h"
#include "ui/render/plane_view.h"
#include "ui/session/comparison_state.h"
#include "ui/session/group_looks.h"
#include "ui/session/judging_state.h"
#include "ui/session/own_columns.h"
#include "ui/session/plot_state.h"
#include "ui/session/scatter_state.h"
#include "ui/session/workspace_state.h"

namespace regulus {

struct SessionRecord {
    // The dataset is not in the file: it is read again from where it lies. `cells` and `fingerprint` (SHA-256
    // of the names of its cells and genes) say whether it is the same, `values` (of 64 cells of each assay,
    // as sample_digest() has it; "": not known) whether its values are.
    QString data;  // absolute path
    std::size_t cells = 0;
    std::string fingerprint, values;
    OpenChoices choices;  // without mapping and prior, which are read from their files

    QString prior;  // path; "" for none that came from a file
    PriorOptions priorOptions;

    std::shared_ptr<const ModelFile> model;  // null: none was open
    bool learnedHere = false;                // it was trained in the window
    OwnColumns own;
    GroupLooks looks;
    std::string labelColumn;                                        // "": none
    std::vector<std::shared_ptr<const ShownEmbedding>> embeddings;  // those that were computed

    ViewSettings view;
    std::optional<PlaneView> camera;                // the part of the map that is seen; nullopt: all
    std::map<std::string, PlaneView> otherCameras;  // the same of other embeddings, in panes, by key
    Coloring coloring;
    CellSet selection;
    std::map<std::string, CellSet> visible;           // filters by key
    std::map<std::string, std::set<int>> hidden;      // categories by column
    std::optional<std::uint32_t> cell;                // the inspector's
    std::optional<std::uint32_t> pinned;              // the one that it is compared with
    std::vector<std::pair<QString, CellSet>> groups;  // that it compares
    std::string tf;
    ComparisonSetup comparison;
    PlotSettings plots;
    ScatterSettings scatter;
    JudgingSettings judging;
    Gates gates;
    Workspaces workspaces;
    QJsonObject views;  // see ViewMemory
    QString window;     // what the window wants to know again, in its own words
};

}  // namespace regulus
