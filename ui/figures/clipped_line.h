// Vector formats of Qt cannot clip: what lies outside a plot is left out beforehand.
#pragma once

#include <QLineF>
#include <QRectF>
#include <optional>

namespace regulus {

// The part of a line within a box (Liang and Barsky 1984), or nothing. An end inside stays as it is, to the
// bit.
std::optional<QLineF> clipped(const QRectF& box, const QLineF& line);

}  // namespace regulus
