// Icons of the Breeze theme in the variant that fits light or dark.
#pragma once

#include <QIcon>

namespace regulus {

// Once the theme is chosen, and again when it changes.
void chooseIconTheme(bool dark);
QIcon icon(const char* name);  // empty when the theme package is not there; actions keep their text

}  // namespace regulus
