#include "core/workflow/data_drift.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/count_text.h"
#include "core/model/calibration.h"
#include "core/workflow/finish_training.h"

namespace regulus {
namespace {

constexpr std::size_t most_read = 10'000;
constexpr double most_missing = 0.1;  // of the genes, for the number detected to be comparable

std::vector<std::uint32_t> spread_over(std::vector<std::uint32_t> rows) {
    if (rows.size() <= most_read) return rows;
    std::vector<std::uint32_t> some;
    for (std::size_t i = 0; i < most_read; ++i) some.push_back(rows[i * rows.size() / most_read]);
    return some;
}

// Of tokens: `columns` has one entry a token, -1 where the data lack it.
struct Seen {
    std::vector<double> sums;      // one a token
    std::vector<double> detected;  // one a cell: tokens above 0
};

Seen see(const MatrixSource& expression, std::span<const std::int32_t> columns,
         std::span<const std::uint32_t> rows, Job& job) {
    std::vector<std::int32_t> token_of(expression.genes(), -1);
    for (std::size_t t = 0; t < columns.size(); ++t)
        if (columns[t] >= 0) token_of[static_cast<std::size_t>(columns[t])] = static_cast<std::int32_t>(t);
    Seen seen{std::vector<double>(columns.size()), {}};
    expression.prepare_blocks(job);
    const std::size_t step = std::max<std::size_t>(1, expression.preferred_block());
    for (std::size_t first = 0; first < rows.size(); first += step) {
        job.checkpoint();
        const auto part = rows.subspan(first, std::min(step, rows.size() - first));
        const CsrMatrix block = expression.rows(part);
        for (std::size_t r = 0; r < block.rows; ++r) {
            double detected = 0;
            const auto at = block.row_columns(r);
            const auto values = block.row_values(r);
            for (std::size_t i = 0; i < at.size(); ++i) {
                const std::int32_t token = token_of[static_cast<std::size_t>(at[i])];
                if (token < 0) continue;
                seen.sums[static_cast<std::size_t>(token)] += static_cast<double>(values[i]);
                detected += values[i] > 0 ? 1 : 0;
            }
            seen.detected.push_back(detected);
        }
        job.progress(static_cast<double>(first + part.size()) / static_cast<double>(rows.size()),
                     "comparing with the training data");
    }
    return seen;
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

// A TF is read by its targets; of genes that attend to their TFs both must be there.
double edges_lost(const ModelFile& model, std::span<const std::int32_t> columns) {
    std::size_t lost = 0, all = 0;
    const auto missing = [&](std::int32_t token) { return columns[static_cast<std::size_t>(token)] < 0; };
    if (model.reader) {
        for (const std::int32_t target : model.reader->reader.regulons.targets) {
            ++all;
            lost += missing(target) ? 1 : 0;
        }
    } else {
        for (std::size_t g = 0; g < model.mask.tokens && g + 1 < model.mask.offsets.size(); ++g)
            for (const std::int32_t tf : model.mask.regulators_of(g)) {
                ++all;
                lost += columns[g] < 0 || missing(tf) ? 1 : 0;
            }
    }
    return all == 0 ? 0 : static_cast<double>(lost) / static_cast<double>(all);
}

double shift_of(const ModelFile& model, std::span<const std::int32_t> columns, const Seen& seen) {
    const auto cells = static_cast<double>(seen.detected.size());
    if (cells == 0 || model.gene_mean.size() != columns.size()) return 0;
    double squares = 0, genes = 0;
    for (std::size_t t = 0; t < columns.size(); ++t) {
        if (columns[t] < 0 || !(model.gene_sd[t] > 0)) continue;
        const double off = (seen.sums[t] / cells - static_cast<double>(model.gene_mean[t])) /
                           static_cast<double>(model.gene_sd[t]);
        squares += off * off;
        ++genes;
    }
    if (genes == 0) return 0;
    const auto learned = static_cast<double>(model.record.train_cells);
    const double by_number = 1 / cells + (learned > 0 ? 1 / learned : 0);
    return std::sqrt(std::max(0.0, squares / genes - by_number));
}

std::vector<double> learned_shares(const Calibration& calibration) {
    std::vector<double> shares;
    for (std::size_t k = 0; k < calibration.offsets.size(); ++k)
        shares.push_back(calibration.judged.size() > k && calibration.judged[k] == 0
                             ? 0
                             : std::exp(calibration.offsets[k]));
    const double all = std::accumulate(shares.begin(), shares.end(), 0.0);
    if (all > 0)
        for (double& share : shares) share /= all;
    return shares;
}

std::vector<double> predicted_shares(const Prediction& prediction, std::size_t classes) {
    std::vector<double> shares(classes, 0);
    double all = 0;
    for (const std::int32_t k : predicted_classes(prediction.probabilities)) {
        if (k < 0) continue;
        ++shares[static_cast<std::size_t>(k)];
        ++all;
    }
    if (all > 0)
        for (double& share : shares) share /= all;
    return shares;
}

std::string percent(double share) {
    return fmt::format("{:.0f} %", 100 * share);
}

void judge_classes(DataDrift& drift, const ModelFile& model, const Prediction& prediction) {
    if (!model.calibration || prediction.probabilities.rows == 0) return;
    const auto decided = assignments(*model.calibration, prediction.probabilities, prediction.embedding);
    const auto far = std::ranges::count(decided, Assignment::Unlike);
    drift.unlike = static_cast<double>(far) / static_cast<double>(decided.size());
    const std::vector<double> learned = learned_shares(*model.calibration),
                              here = predicted_shares(prediction, model.classes.size());
    if (learned.size() != here.size()) return;
    double distance = 0;
    std::size_t most = 0;
    for (std::size_t k = 0; k < here.size(); ++k) {
        distance += std::abs(here[k] - learned[k]) / 2;
        if (std::abs(here[k] - learned[k]) > std::abs(here[most] - learned[most])) most = k;
    }
    drift.composition = distance;
    if (*drift.unlike > DriftLimits::unlike)
        drift.words.push_back(fmt::format(
            "{} of the cells are unlike the labelled cells of the class predicted (expected: {} at most)",
            percent(*drift.unlike), percent(1 - model.calibration->level)));
    if (distance > DriftLimits::composition)
        drift.words.push_back(
            fmt::format("The classes predicted have other shares than in the training data ({}: {} instead "
                        "of {}), which the probabilities rest on",
                        model.classes[most], percent(here[most]), percent(learned[most])));
}

}  // namespace

DataDrift data_drift(const ModelFile& model, const ModelInput& input, const Prediction& prediction,
                     Job& job) {
    DataDrift drift;
    if (input.learned_from) return drift;
    const std::vector<std::int32_t>& columns = input.match.columns;
    std::vector<std::uint32_t> rows(input.expression->cells());
    std::iota(rows.begin(), rows.end(), 0U);
    const Seen seen = see(*input.expression, columns, spread_over(std::move(rows)), job);

    drift.edges_lost = edges_lost(model, columns);
    if (drift.edges_lost > DriftLimits::edges_lost)
        drift.words.push_back(
            fmt::format("{} of the model's edges have an end that is not among the genes of the data",
                        percent(drift.edges_lost)));
    drift.shift = shift_of(model, columns, seen);
    if (drift.shift > DriftLimits::shift)
        drift.words.push_back(
            fmt::format("Mean expression of the model's genes is {:.2f} standard deviations off that of the "
                        "training data (halves of one dataset: below 0.05)",
                        drift.shift));
    const auto learned = model.record.metrics.find("detected");
    const double missing = 1 - static_cast<double>(input.match.found) /
                                   static_cast<double>(std::max<std::size_t>(1, columns.size()));
    if (learned != model.record.metrics.end() && learned->second > 0 && missing <= most_missing) {
        drift.detected_in_training = learned->second;
        drift.detected = median(seen.detected) / (1 - missing);
        const double ratio = *drift.detected / *drift.detected_in_training;
        if (ratio > DriftLimits::detected_ratio || ratio * DriftLimits::detected_ratio < 1)
            drift.words.push_back(fmt::format(
                "A cell has {:.0f} of the model's genes detected (median), in the training data {:.0f}: "
                "the data are {}",
                *drift.detected, *drift.detected_in_training, ratio < 1 ? "shallower" : "deeper"));
    }
    judge_classes(drift, model, prediction);
    return drift;
}

double median_detected(const MatrixSource& expression, const std::vector<std::int32_t>& columns,
                       const std::vector<std::uint32_t>& rows, const CellShare& share, Job& job) {
    const std::vector<std::uint32_t> some = spread_over(rows);
    const std::vector<double> own = see(expression, columns, share.own(some), job).detected;
    std::vector<double> all(some.size());
    std::ranges::copy(own, all.begin() + static_cast<std::ptrdiff_t>(share.before(some)));
    share.complete(std::span(all), 1, some);
    return median(std::move(all));
}

}  // namespace regulus
