#include "ui/render/color_math.h"

#include <algorithm>
#include <cmath>

namespace regulus {
namespace {

double toLinear(int channel) noexcept {
    const double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

int fromLinear(double value) noexcept {
    const double c = std::clamp(value, 0.0, 1.0);
    const double s = c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
    return static_cast<int>(std::lround(s * 255));
}

double luminance(QRgb color) noexcept {
    return 0.2126 * toLinear(qRed(color)) + 0.7152 * toLinear(qGreen(color)) +
           0.0722 * toLinear(qBlue(color));
}

}  // namespace

OkLab toOkLab(QRgb color) noexcept {
    const double r = toLinear(qRed(color)), g = toLinear(qGreen(color)), b = toLinear(qBlue(color));
    const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

QRgb fromOkLab(const OkLab& color) noexcept {
    const auto cube = [](double v) { return v * v * v; };
    const double l = cube(color.L + 0.3963377774 * color.a + 0.2158037573 * color.b);
    const double m = cube(color.L - 0.1055613458 * color.a - 0.0638541728 * color.b);
    const double s = cube(color.L - 0.0894841775 * color.a - 1.2914855480 * color.b);
    return qRgb(fromLinear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
                fromLinear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
                fromLinear(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
}

double colorDistance(QRgb a, QRgb b) noexcept {
    const OkLab p = toOkLab(a), q = toOkLab(b);
    return std::sqrt((p.L - q.L) * (p.L - q.L) + (p.a - q.a) * (p.a - q.a) + (p.b - q.b) * (p.b - q.b));
}

double contrastRatio(QRgb a, QRgb b) noexcept {
    const double p = luminance(a) + 0.05, q = luminance(b) + 0.05;
    return std::max(p, q) / std::min(p, q);
}

QRgb asDeuteranope(QRgb color) noexcept {
    const double r = toLinear(qRed(color)), g = toLinear(qGreen(color)), b = toLinear(qBlue(color));
    return qRgb(fromLinear(0.367322 * r + 0.860646 * g - 0.227968 * b),
                fromLinear(0.280085 * r + 0.672501 * g + 0.047413 * b),
                fromLinear(-0.011820 * r + 0.042940 * g + 0.968881 * b));
}

QRgb mixColors(QRgb from, QRgb to, double t) noexcept {
    const auto mix = [t](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * t)); };
    return qRgb(mix(qRed(from), qRed(to)), mix(qGreen(from), qGreen(to)), mix(qBlue(from), qBlue(to)));
}

}  // namespace regulus
