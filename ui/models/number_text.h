// Numbers as people read them in tables: sensible digits, a real minus sign, an en dash for "not known".
#pragma once

#include <QString>
#include <cstddef>

#include "ui/render/palettes.h"  // countText(count), valueText(value)

namespace regulus {

// "0.94", "−1.9"; "–" for NaN and infinity. Never "−0.0".
QString decimalText(double value, int digits);
// "1 cell", "2,638 cells"
QString countText(std::size_t count, const QString& singular, const QString& plural);
// A p value or false discovery rate: "0.034", "2e−12", "<1e−300"; "–" when not known.
QString probabilityText(double value);
// "2.4 ×": how many times another value; "–" when not known.
QString timesText(double ratio);
// "about 4 min", "20 s", "1 h 5 min"
QString durationText(double seconds);

}  // namespace regulus
