#include "ui/session/model_reading.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "core/base/random.h"

namespace regulus {

namespace {

// More cells than that are read out as a sample: attention costs about as much as a training step a cell.
constexpr std::size_t most_cells = 50000;
// Half a second's worth with the demo's model, and enough for means by group.
constexpr std::size_t first_cells = 400;
// Of a rare group, as far as all groups together leave room for it.
constexpr std::size_t least_of_group = 8;

std::vector<std::uint32_t> allRows(std::size_t cells) {
    std::vector<std::uint32_t> rows(cells);
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

std::shared_ptr<const RegulonResults> readRegulons(const Engine& engine, const ModelContext& context,
                                                   std::span<const std::uint32_t> rows, std::size_t cells,
                                                   bool preliminary, Job& job) {
    auto results = std::make_shared<RegulonResults>();
    results->sampled = rows.size() < cells;
    results->preliminary = preliminary;
    results->regulons = engine.regulons(*context.predictor, context.input, rows, job);
    results->rowOfCell.assign(cells, -1);
    for (std::size_t row = 0; row < rows.size(); ++row)
        results->rowOfCell[rows[row]] = static_cast<std::int32_t>(row);
    return results;
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

std::vector<std::uint32_t> firstCells(std::size_t cells, std::span<const std::int32_t> codes,
                                      std::size_t most) {
    if (cells <= most) return allRows(cells);
    std::map<std::int32_t, std::vector<std::uint32_t>> groups;
    for (std::size_t cell = 0; cell < cells; ++cell)
        groups[cell < codes.size() ? codes[cell] : -1].push_back(static_cast<std::uint32_t>(cell));
    const std::size_t least = std::min(least_of_group, most / groups.size());
    const std::size_t shared = most - least * groups.size();
    std::vector<std::uint32_t> chosen;
    for (const auto& [code, rows] : groups) {
        const std::size_t take = std::min(rows.size(), least + shared * rows.size() / cells);
        for (std::size_t i = 0; i < take; ++i) chosen.push_back(rows[i * rows.size() / take]);
    }
    std::ranges::sort(chosen);
    return chosen;
}

std::vector<std::uint32_t> regulonCells(std::size_t cells) {
    std::vector<std::uint32_t> rows = allRows(cells);
    if (cells <= most_cells) return rows;
    Random random(0);
    random.shuffle(std::span(rows));
    rows.resize(most_cells);
    std::ranges::sort(rows);
    return rows;
}

void readModel(const Engine& engine, const ModelReading& reading,
               const std::function<void(const ModelNews&)>& tell, Job& job) {
    const std::size_t cells = reading.dataset->cells();
    const auto context = reading.context ? reading.context : openModel(engine, reading, job);
    job.checkpoint();
    ModelNews news{.context = reading.context ? nullptr : context};
    // Parts of the progress bar; a cell's attention costs as much as its prediction.
    constexpr double sampled_at = 0.1;
    const double predicted_at = reading.results ? sampled_at : 0.55;
    const bool few = cells <= 2 * first_cells;  // nobody would see the first ones for long
    if (!few) {
        PartJob part(job, 0, sampled_at);
        const std::span<const std::int32_t> codes = reading.labels
                                                        ? std::span<const std::int32_t>(reading.labels->codes)
                                                        : std::span<const std::int32_t>();
        news.regulons =
            readRegulons(engine, *context, firstCells(cells, codes, first_cells), cells, true, part);
    }
    if (news.context || news.regulons) tell(news);
    if (!reading.results) {
        PartJob part(job, sampled_at, predicted_at);
        auto results = modelResults(context->predictor->predict(*context->input.expression,
                                                                context->input.match, allRows(cells), part));
        results.uses = cell_uses(*reading.dataset, *context->model, part);
        tell({.results = std::make_shared<ModelResults>(std::move(results))});
    }
    PartJob part(job, predicted_at, 1);
    tell({.regulons = readRegulons(engine, *context, regulonCells(cells), cells, false, part)});
}

}  // namespace regulus
