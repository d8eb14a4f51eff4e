// What a click on the name of a TF does, in the same words wherever there is one.
#pragma once

#include <QString>

namespace regulus {

// "Click: open in the inspector. Double-click: colour the map."
QString tfClickText();

}  // namespace regulus
