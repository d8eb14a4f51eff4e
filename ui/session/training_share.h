// Where in a training's job its epochs are.
#pragma once

#include "core/workflow/run_training.h"

namespace regulus {

// Share of the whole job's progress that reading labels and checking values is.
inline constexpr double prepared_at = 0.025;
// Share at which the epochs are over.
inline constexpr double epochs_end = prepared_at + (1 - prepared_at) * trained_at;

}  // namespace regulus
