#include "ui/session/model_reading.h"

#include <span>

#include "core/workflow/data_drift.h"
#include "core/workflow/out_of_fold.h"

namespace regulus {

namespace {

// Half a second's worth with the demo's model, and enough for means by group.
constexpr std::size_t shown_first = 400;

// Reads the regulons of some cells, each kind of model in its way.
class RegulonReading {
  public:
    RegulonReading(const Engine& engine, const ModelContext& context, std::size_t cells)
        : m_engine(engine), m_context(context), m_cells(cells) {
        if (context.model->reader)
            m_reader = std::make_shared<const TfReader>(
                model_tf_reader(*context.model, context.input.match, context.input.genes.size()));
    }

    void read(ModelNews& news, const std::vector<std::uint32_t>& rows, bool preliminary, Job& job) const {
        if (!m_reader) {
            news.regulons = std::make_shared<RegulonResults>(regulon_results(
                m_engine.regulons(*m_context.predictor, m_context.input, rows, job), m_cells, preliminary));
            return;
        }
        auto results =
            std::make_shared<TfResults>(tf_results(m_reader, *m_context.input.expression, rows, job));
        results->preliminary = preliminary;
        news.tfs = std::move(results);
    }

    // Effects in cells that the model learned from, by heads that did not.
    void judgeBy(std::shared_ptr<const FoldHeads> heads) {
        if (!m_reader || !heads) return;
        TfReader judged = *m_reader;
        judged.folds = std::move(heads);
        m_reader = std::make_shared<const TfReader>(std::move(judged));
    }

    std::vector<std::uint32_t> all() const {
        return m_reader ? tf_cells(m_cells, m_reader->regulons.count()) : regulon_cells(m_cells);
    }

  private:
    const Engine& m_engine;
    const ModelContext& m_context;
    std::size_t m_cells;
    std::shared_ptr<const TfReader> m_reader;
};

// Of predictions that are there already.
std::shared_ptr<const FoldHeads> headsOf(const ModelReading& reading, const ModelContext& context, Job& job) {
    const ModelResults& results = *reading.results;
    if (results.fold_heads || results.out_of_fold.empty()) return results.fold_heads;
    return fold_heads(*context.model, *withOwnColumns(reading.dataset, reading.own), results.uses,
                      learned_places(results.uses, results.prediction.embedding), job);
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
    RegulonReading reading_regulons(engine, *context, cells);
    // Parts of the progress bar; a cell's attention costs as much as its prediction.
    constexpr double sampled_at = 0.1;
    const double predicted_at = reading.results ? sampled_at : 0.55;
    const bool few = cells <= 2 * shown_first;  // nobody would see the first ones for long
    if (!few) {
        PartJob part(job, 0, sampled_at);
        const std::span<const std::int32_t> codes = reading.labels
                                                        ? std::span<const std::int32_t>(reading.labels->codes)
                                                        : std::span<const std::int32_t>();
        reading_regulons.read(news, first_cells(cells, codes, shown_first), true, part);
    }
    if (news.context || !few) tell(news);
    std::shared_ptr<const FoldHeads> heads;
    if (!reading.results) {
        PartJob part(job, sampled_at, predicted_at);
        Prediction prediction = context->predictor->predict(*context->input.expression, context->input.match,
                                                            all_cells(cells), part);
        CellUses uses = cell_uses(*reading.dataset, *context->model, part);
        CellSet out_of_fold = predict_out_of_fold(
            *context->model, *withOwnColumns(reading.dataset, reading.own), uses, prediction, part, &heads);
        std::vector<std::string> drift = data_drift(*context->model, context->input, prediction, part).words;
        auto results = model_results(std::move(prediction), context->model->calibration);
        results.drift = std::move(drift);
        results.learned_here = reading.learnedHere;
        results.uses = std::move(uses);
        results.out_of_fold = std::move(out_of_fold);
        results.fold_heads = heads;
        tell({.results = std::make_shared<ModelResults>(std::move(results))});
    }
    PartJob part(job, predicted_at, 1);
    if (reading.results) heads = headsOf(reading, *context, part);
    reading_regulons.judgeBy(heads);
    ModelNews all;
    reading_regulons.read(all, reading_regulons.all(), false, part);
    tell(all);
}

}  // namespace regulus
