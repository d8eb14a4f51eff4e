// Whether a person can see a widget. A part of the window behind another tab counts as visible for Qt, and
// lies outside.
#pragma once

#include <QWidget>

namespace regulus {

inline bool isSeen(const QWidget& widget) {
    return widget.isVisible() &&
           widget.window()->rect().intersects(QRect(widget.mapTo(widget.window(), QPoint()), widget.size()));
}

}  // namespace regulus
