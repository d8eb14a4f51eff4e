#include "ui/figures/judging/calibration_plot.h"

#include <fmt/format.h>

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "core/stats/shares.h"
#include "ui/render/palettes.h"

namespace regulus {
namespace {

constexpr std::size_t least_cells = 10, most_points = 2000;

QString tr(const char* text) {
    return QCoreApplication::translate("CalibrationPlot", text);
}

QString decimals(double value, int digits) {
    return std::isfinite(value) ? QString::number(value, 'f', digits) : QString(QChar(0x2013));
}

QString percent(double share) {
    return decimals(100 * share, 1);
}

double edge(const CalibrationPlot& plot, std::size_t bin) {
    return static_cast<double>(bin) / static_cast<double>(plot.judged->bins.size());
}

std::size_t rightIn(const ReliabilityBin& bin) {
    return static_cast<std::size_t>(std::llround(bin.accuracy * static_cast<double>(bin.cells)));
}

std::string number(double value) {
    return fmt::format("{:.9g}", value);
}

QString certainty(const CalibrationPlot& plot) {
    return plot.calibrated ? tr("Probability") : tr("Score");
}

QString cellsWord(std::size_t count) {
    return count == 1 ? tr("cell") : tr("cells");
}

}  // namespace

void CalibrationPlot::judge(JudgedPredictions predictions) {
    const std::vector<KeptCells>& all = predictions.coverage;
    const std::size_t least = std::min(least_cells, predictions.cells.size());
    const auto first = std::ranges::find_if(all, [&](const KeptCells& point) { return point.kept >= least; });
    curve = thinned({first, all.end()}, most_points);
    judged = std::make_shared<const JudgedPredictions>(std::move(predictions));
}

QString cellsText(JudgedOn on, bool known) {
    if (on == JudgedOn::Test) return tr("test cells");
    if (on == JudgedOn::OutOfFold) return tr("out-of-fold cells");
    return known ? tr("held-out cells") : tr("labelled cells");
}

QString summaryText(const CalibrationPlot& plot) {
    const JudgedPredictions& judged = *plot.judged;
    return tr("%1 %2 · accuracy %3 · ECE %4 · Brier score %5")
        .arg(countText(judged.cells.size()), plot.cells, decimals(judged.accuracy(), 3),
             decimals(judged.ece(), 3), decimals(judged.brier, 3));
}

QString thresholdText(const CalibrationPlot& plot) {
    const KeptCells kept = plot.kept();
    return tr("%1 ≥ %2: %3 %4 kept (%5), accuracy %6")
        .arg(certainty(plot), decimals(plot.threshold, 3), countText(kept.kept), cellsWord(kept.kept),
             percentText(kept.kept, plot.judged->cells.size()), decimals(kept.accuracy(), 3));
}

QString caveatText(const CalibrationPlot& plot) {
    QStringList lines;
    if (!plot.calibrated) lines << tr("The model is not calibrated: its scores are not probabilities.");
    if (!plot.caveat.isEmpty()) lines << plot.caveat;
    if (const std::size_t foreign = plot.judged->foreign; foreign > 0)
        lines << tr("%1 %2 with a label that is no class of the model count as wrong.")
                     .arg(countText(foreign), cellsWord(foreign));
    return lines.join(QLatin1Char(' '));
}

QString binText(const CalibrationPlot& plot, std::size_t bin) {
    const ReliabilityBin& own = plot.judged->bins.at(bin);
    const Interval interval = wilson_interval(rightIn(own), own.cells);
    return tr("%1 %2–%3: %4 %5, %6 correct (%7 %; 95 % interval %8–%9 %)")
               .arg(certainty(plot), decimals(edge(plot, bin), 3), decimals(edge(plot, bin + 1), 3),
                    countText(own.cells), cellsWord(own.cells), countText(rightIn(own)),
                    percent(own.accuracy), percent(interval.low), percent(interval.high)) +
           tr(", mean %1").arg(decimals(own.confidence, 3));
}

PlotAxis certaintyAxis(const CalibrationPlot& plot) {
    return {plot.calibrated ? tr("Probability of the predicted class") : tr("Score of the predicted class"),
            0, 1};
}

PlotAxis accuracyAxis(const CalibrationPlot& plot) {
    double low = 1;
    for (const KeptCells& point : plot.curve)
        low = std::min(low, wilson_interval(point.right, point.kept).low);
    // Round, and below the whole of the band.
    return {tr("Accuracy of the cells kept"), std::clamp(std::floor(low * 20 - 0.2) / 20, 0.0, 0.95), 1};
}

FigureNumbers reliabilityNumbers(const CalibrationPlot& plot) {
    const std::string word = plot.calibrated ? "probability" : "score";
    FigureNumbers numbers{{word + "_from", word + "_to", "cells", "mean_" + word, "correct", "share_correct",
                           "share_low", "share_high"},
                          {}};
    for (std::size_t i = 0; i < plot.judged->bins.size(); ++i) {
        const ReliabilityBin& bin = plot.judged->bins[i];
        if (bin.cells == 0) continue;
        const Interval interval = wilson_interval(rightIn(bin), bin.cells);
        numbers.rows.push_back({number(edge(plot, i)), number(edge(plot, i + 1)), std::to_string(bin.cells),
                                number(bin.confidence), std::to_string(rightIn(bin)), number(bin.accuracy),
                                number(interval.low), number(interval.high)});
    }
    return numbers;
}

FigureNumbers coverageNumbers(const CalibrationPlot& plot) {
    FigureNumbers numbers{{"threshold", "cells_kept", "share_kept", "correct", "accuracy"}, {}};
    const auto all = static_cast<double>(plot.judged->cells.size());
    for (const KeptCells& point : plot.curve)
        numbers.rows.push_back({number(point.threshold), std::to_string(point.kept),
                                number(static_cast<double>(point.kept) / all), std::to_string(point.right),
                                number(point.accuracy())});
    return numbers;
}

}  // namespace regulus
