#include "core/evaluate/left_out_classes.h"

#include <algorithm>
#include <optional>

#include "core/model/fitted_head.h"
#include "core/regulons/reader_decisions.h"
#include "core/stats/temperature.h"

namespace regulus {
namespace {

// Labelled cells with what is known of them, one an entry.
struct Cells {
    Matrix embedding;
    std::vector<std::int32_t> labels, groups;
};

Cells gathered(const Matrix& embedding, std::span<const std::int32_t> labels,
               std::span<const std::int32_t> groups, const CellSet& from, std::int32_t without) {
    std::vector<std::uint32_t> rows;
    for (const std::uint32_t row : from.rows()) {
        if (labels[row] >= 0 && labels[row] != without) rows.push_back(row);
    }
    Cells cells{Matrix(rows.size(), embedding.cols), {}, {}};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::ranges::copy(embedding.row(rows[i]), cells.embedding.row(i).begin());
        cells.labels.push_back(labels[rows[i]]);
        if (!groups.empty()) cells.groups.push_back(groups[rows[i]]);
    }
    return cells;
}

std::size_t classes_among(std::vector<std::int32_t> labels) {
    std::ranges::sort(labels);
    return static_cast<std::size_t>(std::ranges::unique(labels).begin() - labels.begin());
}

std::optional<LeftOutClass> left_out(const Cells& known, const Cells& judged, std::int32_t which,
                                     std::size_t classes, std::uint64_t seed, Job& job) {
    if (classes_among(known.labels) < 2) return {};
    const FittedHead fitted = fit_head(known.embedding, known.labels, classes, known.groups, seed, job);
    if (!fitted.outcome.calibration) return {};
    const std::vector<double> nothing(classes, 0);
    const Matrix probabilities = scaled_probabilities(logits_of(fitted.head, judged.embedding), nothing, 1);
    LeftOutClass found{.which = which};
    std::size_t rejected = 0, rejected_known = 0;
    for (std::size_t i = 0; i < judged.labels.size(); ++i) {
        const bool away = assignment(*fitted.outcome.calibration, probabilities.row(i),
                                     judged.embedding.row(i)) != Assignment::Assigned;
        const bool of_class = judged.labels[i] == which;
        ++(of_class ? found.cells : found.known_cells);
        (of_class ? rejected : rejected_known) += away ? 1 : 0;
    }
    if (found.cells == 0) return {};
    found.rejected = static_cast<double>(rejected) / static_cast<double>(found.cells);
    found.rejected_known = static_cast<double>(rejected_known) /
                           static_cast<double>(std::max<std::size_t>(found.known_cells, 1));
    return found;
}

}  // namespace

std::vector<LeftOutClass> left_out_classes(const Matrix& embedding, std::span<const std::int32_t> labels,
                                           std::size_t classes, const CellSet& learned, const CellSet& test,
                                           std::span<const std::int32_t> groups, std::uint64_t seed,
                                           Job& job) {
    const Cells judged = gathered(embedding, labels, {}, test, -1);
    std::vector<LeftOutClass> found;
    for (std::size_t k = 0; k < classes; ++k) {
        const auto which = static_cast<std::int32_t>(k);
        PartJob part(job, static_cast<double>(k) / static_cast<double>(classes),
                     static_cast<double>(k + 1) / static_cast<double>(classes));
        const Cells known = gathered(embedding, labels, groups, learned, which);
        if (const auto one = left_out(known, judged, which, classes, seed, part)) found.push_back(*one);
    }
    return found;
}

}  // namespace regulus
