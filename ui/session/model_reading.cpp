#include "ui/session/model_reading.h"

#include <span>

namespace regulus {

namespace {

// Half a second's worth with the demo's model, and enough for means by group.
constexpr std::size_t shown_first = 400;
std::shared_ptr<const RegulonResults> readRegulons(const Engine& engine, const ModelContext& context,
                                                   std::span<const std::uint32_t> rows, std::size_t cells,
                                                   bool preliminary, Job& job) {
    return std::make_shared<RegulonResults>(
        regulon_results(engine.regulons(*context.predictor, context.input, rows, job), cells, preliminary));
}

std::shared_ptr<const ModelContext> openModel(const Engine& engine, const ModelReading& reading, Job& job) {
    auto context = std::make_shared<ModelContext>();
    context->model = reading.model;
    context->input = prepare_model(*reading.dataset, *reading.model, {}, reading.assay);
    job.progress(0, "opening the model");
    context->predictor = engine.predictor(reading.model);
    return context;
}

}  // namespace

void readModel(const Engine& engine, const ModelReading& reading,
               const std::function<void(const ModelNews&)>& tell, Job& job) {
    const std::size_t cells = reading.dataset->cells();
    const auto context = reading.context ? reading.context : openModel(engine, reading, job);
    job.checkpoint();
    ModelNews news{.context = reading.context ? nullptr : context};
    // Parts of the progress bar; a cell's attention costs as much as its prediction.
    constexpr double sampled_at = 0.1;
    const double predicted_at = reading.results ? sampled_at : 0.55;
    const bool few = cells <= 2 * shown_first;  // nobody would see the first ones for long
    if (!few) {
        PartJob part(job, 0, sampled_at);
        const std::span<const std::int32_t> codes = reading.labels
                                                        ? std::span<const std::int32_t>(reading.labels->codes)
                                                        : std::span<const std::int32_t>();
        news.regulons =
            readRegulons(engine, *context, first_cells(cells, codes, shown_first), cells, true, part);
    }
    if (news.context || news.regulons) tell(news);
    if (!reading.results) {
        PartJob part(job, sampled_at, predicted_at);
        auto results = model_results(context->predictor->predict(
            *context->input.expression, context->input.match, all_cells(cells), part));
        results.uses = cell_uses(*reading.dataset, *context->model, part);
        tell({.results = std::make_shared<ModelResults>(std::move(results))});
    }
    PartJob part(job, predicted_at, 1);
    tell({.regulons = readRegulons(engine, *context, regulon_cells(cells), cells, false, part)});
}

}  // namespace regulus
