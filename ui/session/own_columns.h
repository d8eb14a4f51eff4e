// Columns of cells that were made in the window rather than read: clusters, a selection that was given a
// name, scores of gene sets. The file is not changed by them; they are written to a new one.
#pragma once

#include <QString>
#include <memory>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/workflow/labels.h"
#include "ui/figures/recipe.h"

namespace regulus {

struct OwnColumn {
    std::string name;
    std::shared_ptr<const Categorical> values;    // groups: one code a cell of the dataset; null of numbers
    QString origin;                               // "Leiden, resolution 1, 15 neighbours"
    bool edited = false;                          // groups in it were named by hand
    std::shared_ptr<const Numeric> numbers = {};  // one a cell of the dataset; null of groups
    Recipe recipe = {};                           // of one that a command makes again, unless it is `edited`

    std::size_t cells() const { return values ? values->codes.size() : numbers->values.size(); }

    bool operator==(const OwnColumn&) const = default;  // the same values are the same object
};
using OwnColumns = std::vector<OwnColumn>;

// Null when there is none of that name.
const OwnColumn* ownColumn(const OwnColumns& columns, const std::string& name);
std::vector<Column> asColumns(const OwnColumns& columns);

// The dataset with them as columns of obs; itself when there are none. Copies obs: a job's work. The matrices
// are shared.
std::shared_ptr<const Dataset> withOwnColumns(std::shared_ptr<const Dataset> dataset,
                                              const OwnColumns& columns);

// Labels of a column of the file or of one made here. Throws what read_labels() throws.
Labels readLabels(const Dataset& dataset, const OwnColumns& columns, const std::string& name);

}  // namespace regulus
