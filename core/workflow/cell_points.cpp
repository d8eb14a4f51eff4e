#include "core/workflow/cell_points.h"

#include "core/base/error.h"
#include "core/workflow/apply_model.h"
#include "core/workflow/cell_components.h"
#include "core/workflow/learning_assay.h"

namespace regulus {
CellPoints cell_points(const Dataset& dataset, std::shared_ptr<const ModelFile> model,
                       const GeneRequest& genes, const ComponentOptions& components, Job& job) {
    // Fewer have no neighbours to speak of.
    if (dataset.cells() < 4) {
        throw Error(ErrorKind::Data, "Neighbours can be found among at least 4 cells, and the dataset has " +
                                         std::to_string(dataset.cells()));
    }
    CellPoints cells;
    if (model) {
        ModelInput input = prepare_model(dataset, *model, genes);
        const std::vector<std::uint32_t> rows = CellSet::all(dataset.cells()).rows();
        cells.points = Predictor::create(model)->predict(*input.expression, input.match, rows, job).embedding;
        cells.warnings = std::move(input.warnings);
        cells.values = std::move(input.values);
        cells.metric = Metric::Cosine;
        return cells;
    }
    const Assay& assay = mapping_assay(dataset);
    cells.values = values_used(assay);
    if (assay.kind != ValueKind::Scaled) {
        if (auto note = values_warning(assay); !note.empty()) cells.warnings.push_back(std::move(note));
    }
    cells.points = leading_components(*mapping_values(dataset), components, job);
    return cells;
}

}  // namespace regulus
