// Where a window opens: whole on its screen, however small that is.
#pragma once

#include <vector>

class QByteArray;
class QWidget;

namespace regulus {

// The usual size where there is room for it and for what the desktop draws around, else maximised.
void placeFirst(QWidget& window);
// Where it was (QWidget::saveGeometry), brought onto the screen: it may have been a larger one. Without a
// window manager nothing else does that.
void placeAgain(QWidget& window, const QByteArray& geometry);
// On the first screen on which none of the others is; whether there is such a screen.
bool placeOnFreeScreen(QWidget& window, const std::vector<const QWidget*>& others);
// As large as the other, a little aside of it as far as the screen allows.
void placeBeside(QWidget& window, const QWidget& other);

}  // namespace regulus
