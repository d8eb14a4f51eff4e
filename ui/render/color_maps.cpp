#include <algorithm>
#include <cmath>

#include "ui/render/color_math.h"
#include "ui/render/palettes.h"

namespace regulus {
namespace {

// Sixth-degree fits to the published tables, red, green and blue in 0..1 (coefficients by M. Zucker, public
// domain); at both ends and in the middle they are within 6 of 255 of the published colours.
using Polynomial = std::array<std::array<double, 3>, 7>;

constexpr Polynomial viridis{{{0.2777273272234177, 0.005407344544966578, 0.3340998053353061},
                              {0.1050930431085774, 1.404613529898575, 1.384590162594685},
                              {-0.3308618287255563, 0.214847559468213, 0.09509516302823659},
                              {-4.634230498983486, -5.799100973351585, -19.33244095627987},
                              {6.228269936347081, 14.17993336680509, 56.69055260068105},
                              {4.776384997670288, -13.74514537774601, -65.35303263337234},
                              {-5.435455855934631, 4.645852612178535, 26.3124352495832}}};
constexpr Polynomial magma{{{-0.002136485053939582, -0.000749655052795221, -0.005386127855323933},
                            {0.2516605407371642, 0.6775232436837668, 2.494026599312351},
                            {8.353717279216625, -3.577719514958484, 0.3144679030132573},
                            {-27.66873308576866, 14.26473078096533, -13.64921318813922},
                            {52.17613981234068, -27.94360607168351, 12.94416944238394},
                            {-50.76852536473588, 29.04658282127291, 4.23415299384598},
                            {18.65570506591883, -11.48977351997711, -5.601961508734096}}};
// Least squares of the sixth degree to cividis (Nunez, Anderton and Renslow 2018), in 0..255; at most 11 off,
// in red near the dark end, where the map has a kink.
constexpr Polynomial cividis{{{-2.29, 34.87, 75.01},
                              {-98.10, 163.07, 760.58},
                              {3934.45, 98.32, -5702.76},
                              {-15039.14, -358.07, 19090.21},
                              {26104.48, 663.23, -30932.31},
                              {-21212.75, -545.89, 23963.43},
                              {6572.90, 175.47, -7206.95}}};

std::array<QRgb, 256> fromPolynomial(const Polynomial& p, double scale) {
    std::array<QRgb, 256> table{};
    for (int i = 0; i < 256; ++i) {
        const double t = i / 255.0;
        std::array<int, 3> channel{};
        for (std::size_t k = 0; k < 3; ++k) {
            double v = 0;
            for (std::size_t d = p.size(); d-- > 0;) v = v * t + p[d][k];
            channel[k] = static_cast<int>(std::lround(std::clamp(v * scale, 0.0, 255.0)));
        }
        table[static_cast<std::size_t>(i)] = qRgb(channel[0], channel[1], channel[2]);
    }
    return table;
}

// ColorBrewer's RdBu (Brewer, Harrower), blue below and red above, joined in OKLab.
std::array<QRgb, 256> blueRed() {
    constexpr std::array<QRgb, 11> points{0xff053061, 0xff2166ac, 0xff4393c3, 0xff92c5de,
                                          0xffd1e5f0, 0xfff7f7f7, 0xfffddbc7, 0xfff4a582,
                                          0xffd6604d, 0xffb2182b, 0xff67001f};
    std::array<QRgb, 256> table{};
    for (int i = 0; i < 256; ++i) {
        // The outermost, nearly black, points are left out: they hide the difference of strong values.
        const double at = 0.6 + i / 255.0 * 8.8;
        const auto k = std::min<std::size_t>(static_cast<std::size_t>(at), points.size() - 2);
        const double f = at - static_cast<double>(k);
        const OkLab a = toOkLab(points[k]), b = toOkLab(points[k + 1]);
        table[static_cast<std::size_t>(i)] =
            fromOkLab({a.L + f * (b.L - a.L), a.a + f * (b.a - a.a), a.b + f * (b.b - a.b)});
    }
    return table;
}

}  // namespace

QString colorMapName(ColorMap map) {
    switch (map) {
        case ColorMap::Magma:
            return QStringLiteral("magma");
        case ColorMap::Cividis:
            return QStringLiteral("cividis");
        case ColorMap::BlueRed:
            return QStringLiteral("blue-red");
        case ColorMap::Viridis:
            break;
    }
    return QStringLiteral("viridis");
}

std::optional<ColorMap> colorMapNamed(const QString& name) {
    for (const ColorMap map : {ColorMap::Viridis, ColorMap::Magma, ColorMap::Cividis, ColorMap::BlueRed})
        if (colorMapName(map) == name.toLower()) return map;
    return std::nullopt;
}

bool isDiverging(ColorMap map) noexcept {
    return map == ColorMap::BlueRed;
}

const std::array<QRgb, 256>& colorTable(ColorMap map) {
    static const auto viridis_table = fromPolynomial(viridis, 255), magma_table = fromPolynomial(magma, 255),
                      cividis_table = fromPolynomial(cividis, 1), blue_red_table = blueRed();
    switch (map) {
        case ColorMap::Magma:
            return magma_table;
        case ColorMap::Cividis:
            return cividis_table;
        case ColorMap::BlueRed:
            return blue_red_table;
        case ColorMap::Viridis:
            break;
    }
    return viridis_table;
}

QRgb colorAt(ColorMap map, double t) {
    if (!(t > 0)) t = 0;
    return colorTable(map)[static_cast<std::size_t>(std::lround(std::min(t, 1.0) * 255))];
}

}  // namespace regulus
