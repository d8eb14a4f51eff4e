#pragma once

namespace regulus {

// What the mouse does on the map: drags, or clicks that set the corners of a polygon. Not undoable.
enum class Tool { Lasso, Polygon, Rectangle, Pan };

}  // namespace regulus
