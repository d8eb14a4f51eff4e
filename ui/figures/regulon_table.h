// The numbers of the regulon heatmap, computed from snapshots in a job: groups × TFs. Knows no widget.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/base/cell_set.h"
#include "core/data/matrix_source.h"
#include "core/data/table.h"
#include "core/workflow/model_results.h"
#include "core/workflow/tf_reference.h"
#include "core/workflow/tf_results.h"
#include "ui/figures/coloring.h"
#include "ui/figures/regulon_bars.h"
#include "ui/render/heatmap_scene.h"

namespace regulus {

struct RegulonTableRequest {
    // The one that the measure is of must be there; see RegulonMeasure.
    std::shared_ptr<const RegulonResults> regulons;
    std::shared_ptr<const TfResults> tfs;
    RegulonMeasure measure = RegulonMeasure::Choice;
    bool zOverGroups = false;
    QString groupedBy;  // "cell_type", for the title; may be empty
    std::shared_ptr<const Categorical>
        groups;          // of the dataset's cells; with the colours they have everywhere
    CellSet among = {};  // of these cells alone; empty universe: of all
    QString amongName;   // what they are called; may be empty
    bool simulated = false;
    // What rewired priors make of these groups: see regulonReference(). Null: not compared.
    std::shared_ptr<const TfReference> reference;
    bool comparing = false;  // it is on its way
    GroupBar groupBar = GroupBar::None;
    // Of GroupBar::Shares: the other column, of the dataset's cells, and its name.
    std::shared_ptr<const Categorical> across;
    QString acrossName;
    TfBar tfBar = TfBar::None;
};

// Where the numbers of a measure are.
struct RegulonNumbers {
    const Matrix& values;  // rows × TFs
    const std::vector<std::string>& tfs;
    const std::vector<std::uint32_t>& rows;  // cells
    QString extent;
    TfFamilies families;  // of the columns
};
RegulonNumbers numbersOf(const RegulonTableRequest& request);
// One a row of the numbers: its group (see groupOfCells()), or -1 where nothing was read of it, or it is not
// among the cells that are asked for.
std::vector<std::int32_t> groupOfRows(const RegulonTableRequest& request, const RegulonNumbers& numbers);

// Whether there are rewired priors to compare a measure with.
inline bool hasReference(RegulonMeasure measure) {
    return measure == RegulonMeasure::TfAttention;
}
// The same of what a table of TfAttention shows. `among`: as of the table. Other arguments and errors are
// those of tf_reference().
TfReference regulonReference(const TfResults& tfs, std::span<const RegulonReader> rewired,
                             const HalfReaders& halves, const MatrixSource& expression,
                             const Categorical& groups, const CellSet& among, Job& job);

// Means over the cells of each group, those that count first: see countedGroups(); groups without a sampled
// cell are left out. A TF whose targets have no other regulator says nothing about choice: NaN. Throws
// Cancelled.
HeatmapData regulonTable(const RegulonTableRequest& request, Job& job);

}  // namespace regulus
