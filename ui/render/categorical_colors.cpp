#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "core/data/missing_label.h"
#include "ui/render/color_math.h"
#include "ui/render/palettes.h"

namespace regulus {
namespace {

// Okabe and Ito (2008), ordered so that few categories get the strongest; black is replaced by a grey that is
// dark enough to be no pink and no green to who has no green cones.
constexpr std::array<QRgb, 8> okabe_ito{0xffe69f00, 0xff0072b2, 0xffcc79a7, 0xffd55e00,
                                        0xff56b4e9, 0xff009e73, 0xffe3d300, 0xff666b74};
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

// What is missing of one colour a name.
std::vector<QRgb> completed(std::span<const std::string> names, const std::vector<std::optional<QRgb>>& own) {
    std::vector<QRgb> colors(names.size(), missing_color);
    std::unordered_set<QRgb> taken;
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (means_unlabelled(names[i]))
            // The palette's own grey beside that of cells without a label would be taken for it.
            taken.insert(okabe_ito.back());
        else if (own[i])
            taken.insert(colors[i] = *own[i]);
        else
            open.push_back(i);
    }
    if (open.empty()) return colors;
    const std::vector<QRgb> palette = categoricalColors(open.size() + taken.size());
    std::size_t next = 0;
    for (const std::size_t i : open) {
        // Past its end the palette repeats itself; then so may this.
        while (next + 1 < palette.size() && next < longest && taken.contains(palette[next])) ++next;
        colors[i] = palette[std::min(next++, palette.size() - 1)];
    }
    return colors;
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
    std::vector<std::optional<QRgb>> own(n);
    for (std::size_t i = 0; i < std::min(n, column.colors.size()); ++i) {
        const QColor color(QString::fromStdString(column.colors[i]));
        if (color.isValid()) own[i] = color.rgb();
    }
    return completed(column.categories, own);
}

std::vector<QRgb> classColors(std::span<const std::string> classes,
                              std::span<const Categorical* const> like) {
    std::vector<std::optional<QRgb>> own(classes.size());
    for (const Categorical* column : like) {
        if (column == nullptr) continue;
        const std::vector<QRgb> colors = categoricalColors(*column);
        std::unordered_map<std::string_view, QRgb> byName;
        for (std::size_t i = 0; i < colors.size(); ++i) byName.emplace(column->categories[i], colors[i]);
        for (std::size_t k = 0; k < classes.size(); ++k) {
            const auto found = byName.find(classes[k]);
            if (!own[k] && found != byName.end()) own[k] = found->second;
        }
    }
    return completed(classes, own);
}

}  // namespace regulus
