#include "core/workflow/model_results.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "core/base/random.h"
#include "core/data/group_sizes.h"
#include "core/workflow/finish_training.h"

namespace regulus {

namespace {

// More cells than that are read out as a sample: attention costs about as much as a training step a cell.
constexpr std::size_t most_cells = 50000;
// Of a rare group, as far as all groups together leave room for it.
constexpr std::size_t least_of_group = 8;

}  // namespace

ModelResults model_results(Prediction prediction, std::shared_ptr<const Calibration> calibration) {
    ModelResults results;
    results.predicted = predicted_classes(prediction.probabilities);
    results.class_sizes = group_sizes(results.predicted, prediction.probabilities.cols);
    results.confidence.reserve(results.predicted.size());
    for (std::size_t cell = 0; cell < results.predicted.size(); ++cell) {
        const std::int32_t predicted = results.predicted[cell];
        results.confidence.push_back(
            predicted < 0 ? 0.0F : prediction.probabilities(cell, static_cast<std::size_t>(predicted)));
    }
    if (calibration)
        results.assignments = assignments(*calibration, prediction.probabilities, prediction.embedding);
    results.calibration = std::move(calibration);
    results.prediction = std::move(prediction);
    return results;
}

CellSet ModelResults::in_fold() const {
    if (!uses.known()) return {};
    return out_of_fold.universe() > 0 ? uses.learned() - out_of_fold : uses.learned();
}

std::vector<std::uint32_t> all_cells(std::size_t cells) {
    std::vector<std::uint32_t> rows(cells);
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

int RegulonResults::column(const std::string& tf) const {
    const auto at = std::ranges::find(regulons.tfs, tf);
    return at == regulons.tfs.end() ? -1 : static_cast<int>(at - regulons.tfs.begin());
}

RegulonResults regulon_results(RegulonAttention attention, std::size_t cells, bool preliminary) {
    RegulonResults results;
    results.sampled = attention.rows.size() < cells;
    results.preliminary = preliminary;
    results.row_of_cell.assign(cells, -1);
    for (std::size_t row = 0; row < attention.rows.size(); ++row)
        results.row_of_cell[attention.rows[row]] = static_cast<std::int32_t>(row);
    results.regulons = std::move(attention);
    return results;
}

std::vector<std::uint32_t> regulon_cells(std::size_t cells) {
    std::vector<std::uint32_t> rows = all_cells(cells);
    if (cells <= most_cells) return rows;
    Random random(0);
    random.shuffle(std::span(rows));
    rows.resize(most_cells);
    std::ranges::sort(rows);
    return rows;
}

std::vector<std::uint32_t> first_cells(std::size_t cells, std::span<const std::int32_t> codes,
                                       std::size_t most) {
    if (cells <= most) return all_cells(cells);
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
    // More groups than cells may be taken: evenly over all of them.
    if (chosen.empty())
        for (std::size_t i = 0; i < most; ++i) chosen.push_back(static_cast<std::uint32_t>(i * cells / most));
    std::ranges::sort(chosen);
    return chosen;
}

}  // namespace regulus
