// Cells as points whose distances mean something: where maps and clusters begin.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/matrix.h"
#include "core/data/metric.h"
#include "core/model/model_file.h"
#include "core/workflow/cell_components.h"
#include "core/workflow/gene_choices.h"

namespace regulus {

struct CellPoints {
    Matrix points;  // cells × dimensions
    Metric metric = Metric::Euclidean;
    std::string values;  // that they were made of, see values_used()
    std::vector<std::string> warnings;
};

// A model's cell embedding, compared by its direction as its classifier does, or without a model (null) the
// leading components of expression. Throws Error(Data) for fewer than 4 cells, what Predictor and
// prepare_model() throw; Cancelled.
CellPoints cell_points(const Dataset& dataset, std::shared_ptr<const ModelFile> model,
                       const GeneRequest& genes, const ComponentOptions& components, Job& job);

}  // namespace regulus
