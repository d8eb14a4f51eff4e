#include <QColor>
#include <algorithm>
#include <array>

#include "ui/render/color_math.h"
#include "ui/render/palettes.h"

namespace regulus {
namespace {

// Okabe and Ito (2008), ordered so that few categories get the strongest; black is replaced by grey.
constexpr std::array<QRgb, 8> okabe_ito{0xffe69f00, 0xff0072b2, 0xffcc79a7, 0xffd55e00,
                                        0xff56b4e9, 0xff009e73, 0xffe3d300, 0xff8a8f98};
constexpr std::size_t longest = 256;

// A lattice of colours strong enough on white and on the dark surface, neither grey nor shrill.
std::vector<QRgb> candidates() {
    std::vector<QRgb> colors;
    for (int r = 0; r < 256; r += 15)
        for (int g = 0; g < 256; g += 15)
            for (int b = 0; b < 256; b += 15) {
                const QRgb c = qRgb(r, g, b);
                const OkLab lab = toOkLab(c);
                const double chroma2 = lab.a * lab.a + lab.b * lab.b;
                if (lab.L > 0.42 && lab.L < 0.82 && chroma2 > 0.045 * 0.045 && chroma2 < 0.185 * 0.185)
                    colors.push_back(c);
            }
    return colors;
}

double seenDistance(const OkLab& a, const OkLab& b) {
    // Lightness separates small dots less well than hue does, so it counts a little less.
    const double dL = 0.8 * (a.L - b.L), da = a.a - b.a, db = a.b - b.b;
    return dL * dL + da * da + db * db;
}

std::vector<QRgb> chooseFarApart() {
    struct Candidate {
        QRgb color;
        OkLab normal, deuteranope;
        double nearest = 1e9;
    };
    std::vector<Candidate> pool;
    for (const QRgb c : candidates()) pool.push_back({c, toOkLab(c), toOkLab(asDeuteranope(c))});
    std::vector<QRgb> chosen;
    const auto take = [&](QRgb color) {
        chosen.push_back(color);
        const OkLab normal = toOkLab(color), deuteranope = toOkLab(asDeuteranope(color));
        for (Candidate& c : pool) {
            const double d = seenDistance(c.normal, normal) + 0.35 * seenDistance(c.deuteranope, deuteranope);
            c.nearest = std::min(c.nearest, d);
        }
    };
    for (const QRgb color : okabe_ito) take(color);
    while (chosen.size() < longest) {
        const auto best = std::max_element(
            pool.begin(), pool.end(), [](const auto& a, const auto& b) { return a.nearest < b.nearest; });
        take(best->color);
    }
    return chosen;
}

}  // namespace

std::vector<QRgb> categoricalColors(std::size_t n) {
    std::vector<QRgb> colors(okabe_ito.begin(), okabe_ito.end());
    if (n > colors.size()) {
        static const std::vector<QRgb> all = chooseFarApart();
        colors = all;
        // Nobody tells 256 colours apart; beyond that they repeat.
        while (colors.size() < n) colors.push_back(all[colors.size() % all.size()]);
    }
    colors.resize(n);
    return colors;
}

std::vector<QRgb> categoricalColors(const Categorical& column) {
    const std::size_t n = column.categories.size();
    if (n == 0 || column.colors.size() != n) return categoricalColors(n);
    std::vector<QRgb> colors;
    for (const std::string& text : column.colors) {
        const QColor color(QString::fromStdString(text));
        if (!color.isValid()) return categoricalColors(n);
        colors.push_back(color.rgb());
    }
    return colors;
}

}  // namespace regulus
