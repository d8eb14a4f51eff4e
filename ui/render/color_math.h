// Colour arithmetic that looks at colours as eyes do: contrast of text (WCAG 2.1), distance in OKLab
// (Ottosson 2020), and what a person without green cones sees (Machado, Oliveira, Fernandes 2009).
#pragma once

#include <QRgb>

namespace regulus {

struct OkLab {
    double L = 0, a = 0, b = 0;  // L in 0..1
};

OkLab toOkLab(QRgb color) noexcept;
QRgb fromOkLab(const OkLab& color) noexcept;    // clipped into sRGB, opaque
double colorDistance(QRgb a, QRgb b) noexcept;  // Euclidean in OKLab; 0.02 is barely visible
double contrastRatio(QRgb a, QRgb b) noexcept;  // 1..21
QRgb asDeuteranope(QRgb color) noexcept;
QRgb mixColors(QRgb from, QRgb to, double t) noexcept;  // t in 0..1, straight in sRGB, opaque

}  // namespace regulus
