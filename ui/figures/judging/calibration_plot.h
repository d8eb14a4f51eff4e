// How far a model's probabilities can be believed, as plain values that a view shows and a figure draws: a
// reliability diagram, and accuracy against the share of cells kept.
#pragma once

#include <QString>
#include <memory>
#include <vector>

#include "core/evaluate/judged_predictions.h"
#include "core/workflow/judged_cells.h"
#include "ui/render/figure_numbers.h"
#include "ui/render/plot_axes.h"

namespace regulus {

enum class CalibrationPanels { Reliability, Coverage, Both };

struct CalibrationPlot {
    std::shared_ptr<const JudgedPredictions> judged;
    // Of the curve: from ten cells on, where there are as many, and no more points than anybody can see.
    std::vector<KeptCells> curve;
    CalibrationPanels panels = CalibrationPanels::Both;
    double threshold = 0.9;   // 0 to 1: cells whose probability is at least that are kept
    bool calibrated = false;  // else the numbers are scores, and no probabilities
    QString cells;            // which: "test cells"
    QString caveat;           // why they flatter the model; may be empty
    bool noted = true;        // the figure says below the panels what summary() and the caveats say
    bool simulated = false;

    bool empty() const { return !judged || judged->cells.empty(); }
    void judge(JudgedPredictions predictions);  // sets the two
    KeptCells kept() const { return judged->kept(static_cast<float>(threshold)); }
};

// As part of a sentence: "test cells", "out-of-fold cells", "held-out cells", or where nothing is known of
// the training "labelled cells".
QString cellsText(JudgedOn on, bool known);
// "528 test cells · accuracy 0.932 · ECE 0.021 · Brier score 0.108"
QString summaryText(const CalibrationPlot& plot);
// "Probability ≥ 0.900: 412 cells kept (78.0 %), accuracy 0.971"
QString thresholdText(const CalibrationPlot& plot);
// What has to be said beside it: that scores are no probabilities, the caveat, labels the model does not
// have. May be empty.
QString caveatText(const CalibrationPlot& plot);
// "probability 0.867–0.933: 34 cells, 28 correct (82.4 %; 95 % interval 66.5–91.7 %), mean 0.901"
QString binText(const CalibrationPlot& plot, std::size_t bin);

PlotAxis certaintyAxis(const CalibrationPlot& plot);
PlotAxis accuracyAxis(const CalibrationPlot& plot);  // of the cells kept

// The bins that have cells: probability_from, probability_to, cells, mean_probability, correct, share_correct
// and its 95 % interval; score in place of probability where it is none.
FigureNumbers reliabilityNumbers(const CalibrationPlot& plot);
// threshold, cells_kept, share_kept, correct, accuracy; of the curve.
FigureNumbers coverageNumbers(const CalibrationPlot& plot);

}  // namespace regulus
