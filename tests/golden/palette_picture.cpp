#include "tests/golden/palette_picture.h"

#include <QHash>
#include <algorithm>
#include <limits>
#include <vector>

namespace regulus::test {

namespace {

QHash<QRgb, int> counted(const QImage& picture) {
    QHash<QRgb, int> counts;
    for (int y = 0; y < picture.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(picture.constScanLine(y));
        for (int x = 0; x < picture.width(); ++x) ++counts[line[x]];
    }
    return counts;
}

int distance(QRgb a, QRgb b) {
    const int red = qRed(a) - qRed(b), green = qGreen(a) - qGreen(b), blue = qBlue(a) - qBlue(b);
    return red * red + green * green + blue * blue;
}

struct Counted {
    QRgb color;
    int count;  // pixels
};

// The most frequent first; of those as frequent the darker, so that a picture always gives the same file.
std::vector<Counted> byFrequency(const QHash<QRgb, int>& counts) {
    std::vector<Counted> sorted;
    for (auto it = counts.begin(); it != counts.end(); ++it) sorted.push_back({it.key(), it.value()});
    std::ranges::sort(sorted, [](const Counted& a, const Counted& b) {
        return a.count != b.count ? a.count > b.count : a.color < b.color;
    });
    return sorted;
}

// The most frequent, and then always the one that is farthest from those taken (Gonzalez, Theoretical
// Computer Science 38 (1985), 293), where that of a plane counts more than that of a few pixels of an edge.
// `index`: of each, its nearest among them.
QList<QRgb> paletteOf(const std::vector<Counted>& colors, int most, std::vector<uchar>& index) {
    constexpr int most_weight = 64;  // pixels
    std::vector<int> apart(colors.size(), std::numeric_limits<int>::max());
    index.assign(colors.size(), 0);
    QList<QRgb> palette;
    std::size_t next = 0;
    while (palette.size() < most) {
        double largest = 0;
        std::size_t farthest = 0;
        for (std::size_t i = 0; i < colors.size(); ++i) {
            if (const int d = distance(colors[i].color, colors[next].color); d < apart[i]) {
                apart[i] = d;
                index[i] = static_cast<uchar>(palette.size());
            }
            const double loss = double(apart[i]) * std::min(colors[i].count, most_weight);
            if (loss > largest) largest = loss, farthest = i;
        }
        palette.push_back(colors[next].color);
        if (largest == 0) break;
        next = farthest;
    }
    return palette;
}

}  // namespace

QImage withPalette(const QImage& picture, int colors) {
    const QImage rgb = picture.convertToFormat(QImage::Format_RGB32);
    const std::vector<Counted> all = byFrequency(counted(rgb));
    std::vector<uchar> nearest;
    const QList<QRgb> palette = paletteOf(all, colors, nearest);
    QHash<QRgb, uchar> index;
    for (std::size_t i = 0; i < all.size(); ++i) index[all[i].color] = nearest[i];
    QImage small(rgb.size(), QImage::Format_Indexed8);
    small.setColorTable(palette);
    for (int y = 0; y < rgb.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(rgb.constScanLine(y));
        for (int x = 0; x < rgb.width(); ++x) small.scanLine(y)[x] = index[line[x]];
    }
    return small;
}

}  // namespace regulus::test
