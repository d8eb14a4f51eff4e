// Where a window opens: whole on its screen, however small that is.
#pragma once

class QWidget;

namespace regulus {

// The usual size where there is room for it and for what the desktop draws around, else maximised.
void placeFirst(QWidget& window);
// As large as the other, a little aside of it as far as the screen allows.
void placeBeside(QWidget& window, const QWidget& other);

}  // namespace regulus
