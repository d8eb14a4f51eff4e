// From a coloring to its numbers. Works on immutable snapshots, so that it may run in a job.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/base/job.h"
#include "core/prior/regulatory_network.h"
#include "core/workflow/model_results.h"
#include "core/workflow/tf_results.h"
#include "ui/figures/coloring.h"
#include "ui/figures/opened_dataset.h"

namespace regulus {

struct ColorInputs {
    std::shared_ptr<const Dataset> dataset;  // not null
    std::shared_ptr<const ColumnOfGene> geneColumns;
    std::shared_ptr<const Table> geneIndex;  // what these columns are of; may be null
    std::shared_ptr<const MatrixSource> expression;
    std::shared_ptr<const RegulatoryNetwork> prior;
    std::shared_ptr<const ModelFile> model;
    std::shared_ptr<const ModelResults> results;
    std::shared_ptr<const RegulonResults> regulons;
    std::shared_ptr<const TfResults> tfs;
    CategoryColumns columns;  // of the dataset, and those made beside them
    std::map<std::string, std::shared_ptr<const Numeric>> numbers;  // columns made beside the dataset's
    std::string labelColumn;                                        // the one chosen; may be empty
    ColorMap map = ColorMap::Viridis;
};

// Whether resolve() has to read the matrix, which may take a while.
bool readsMatrix(const Coloring& coloring);

// The colours included. A pass over all cells at least: a job's work.
// Throws Error(Usage) when there is no such column, gene or TF (the message names the way out), what the
// matrix throws, and Cancelled.
ColorData resolve(const Coloring& coloring, const ColorInputs& inputs, Job& job);

// What it looks like in some of the cells, see core/workflow/first_values.h: a picture while resolve() reads
// all of them. nullopt where it would not come sooner. Throws as resolve() does.
std::optional<ColorData> resolveFirst(const Coloring& coloring, const ColorInputs& inputs, double blocks,
                                      Job& job);

// The classes a model predicted, as a column of categories with a colour each, by classColors(): those of the
// column it was trained on, then those of `labelColumn`, where the names are the same.
Categorical predictedColumn(const ModelFile& model, const ModelResults& results,
                            const CategoryColumns& columns, const std::string& labelColumn);

// t values of ULM, one a cell; see core/regulons/tf_activity.h.
std::vector<float> regulonActivity(const std::string& tf, const ColorInputs& inputs, Job& job);

}  // namespace regulus
