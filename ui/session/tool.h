#pragma once

namespace regulus {

// What the mouse does on the map: drags, or clicks that set the corners of a polygon. Only in space it turns
// the map. Not undoable.
enum class Tool { Lasso, Polygon, Rectangle, Pan, Rotate };

}  // namespace regulus
