// The curves of a training on paper, and the numbers behind them.
#pragma once

#include <memory>

#include "ui/figures/figure.h"
#include "ui/render/figure_numbers.h"
#include "ui/views/training/curve_scene.h"

namespace regulus {

// Loss above, macro-F1 of the validation cells below, over the epochs. Null where there is no epoch.
std::shared_ptr<const Figure> trainingFigure(const CurveScene& curves, bool simulated);

// epoch, stage (pretraining or training), loss, validation_loss, validation_macro_f1, seconds; empty where a
// stage has no such number.
FigureNumbers trainingNumbers(const std::vector<EpochRecord>& history);

}  // namespace regulus
