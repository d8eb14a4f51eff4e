#include "ui/views/parts/select_mode.h"

namespace regulus {

SelectMode selectModeOf(Qt::KeyboardModifiers modifiers) {
    const bool shift = modifiers.testFlag(Qt::ShiftModifier), ctrl = modifiers.testFlag(Qt::ControlModifier);
    if (shift && ctrl) return SelectMode::Intersect;
    if (shift) return SelectMode::Add;
    return ctrl ? SelectMode::Subtract : SelectMode::Replace;
}

}  // namespace regulus
