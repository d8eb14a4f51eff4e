// The look of the window's own parts: hairlines instead of boxes, one accent, quiet tabs and tools.
#pragma once

#include <QString>

namespace regulus {

struct Theme;
QString windowStyle(const Theme& theme);  // a style sheet for the main window

}  // namespace regulus
