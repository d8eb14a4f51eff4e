// The values of a plot as a job reads them, from immutable parts of a session.
#pragma once

#include <memory>
#include <optional>

#include "core/workflow/compared_columns.h"
#include "core/workflow/compared_values.h"
#include "core/workflow/model_results.h"
#include "core/workflow/tf_results.h"
#include "ui/figures/opened_dataset.h"

namespace regulus {

class Session;

struct PlotValues {
    ValuesOf of = ValuesOf::Genes;
    std::shared_ptr<const Dataset> dataset;
    OpenChoices choices;                             // assay and genes of it
    std::shared_ptr<const GeneNames> genes;          // as every view writes them
    std::shared_ptr<const MatrixSource> expression;  // of the genes; null: as the dataset has it
    std::shared_ptr<const MatrixSource> read;        // that TFs are read from
    std::shared_ptr<const TfReader> reader;          // of activity and attention
    std::shared_ptr<const ModelContext> context;     // attention by a model that reads genes
    std::vector<NumberColumn> columns;               // of the file, then those made here

    // Whether the same values are read under the same names; choices go with the names.
    bool operator==(const PlotValues& other) const;
};

// nullopt while the session has nothing that this is read from.
std::optional<PlotValues> plotValues(const Session& session, ValuesOf of);
// The names that can be plotted: of a model that reads genes none are known before it was read.
std::vector<std::string> namesOf(const PlotValues& values);
// Throws as compared_genes() and its neighbours do. A job's work.
ComparedValues comparedValues(const PlotValues& values);

}  // namespace regulus
