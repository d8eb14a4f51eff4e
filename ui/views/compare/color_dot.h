// The colour of a group as an icon beside its name.
#pragma once

#include <QColor>
#include <QIcon>

namespace regulus {

QIcon colorDot(const QColor& color);

}  // namespace regulus
