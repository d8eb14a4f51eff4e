#pragma once

namespace regulus {

// What a drag on the map does. Not undoable.
enum class Tool { Lasso, Rectangle, Pan };

}  // namespace regulus
