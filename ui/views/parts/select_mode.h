// What a click or a lasso does to the selection, the same in every view.
#pragma once

#include <Qt>

#include "ui/session/selection_model.h"

namespace regulus {

// Shift adds, Ctrl takes away, both keep what is in both; without either the selection is replaced.
SelectMode selectModeOf(Qt::KeyboardModifiers modifiers);

}  // namespace regulus
