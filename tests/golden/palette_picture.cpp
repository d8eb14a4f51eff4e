#include "tests/golden/palette_picture.h"

#include <QHash>
#include <algorithm>
#include <utility>
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

// The most frequent first; of those as frequent the darker, so that a picture always gives the same file.
QList<QRgb> mostFrequent(const QHash<QRgb, int>& counts, int most) {
    std::vector<std::pair<int, QRgb>> sorted;
    for (auto it = counts.begin(); it != counts.end(); ++it) sorted.emplace_back(-it.value(), it.key());
    std::ranges::sort(sorted);
    QList<QRgb> colors;
    for (const auto& [count, color] : sorted) {
        if (colors.size() == most) break;
        colors.push_back(color);
    }
    return colors;
}

uchar nearest(QRgb color, const QList<QRgb>& colors) {
    const auto distance = [color](QRgb other) {
        const int r = qRed(color) - qRed(other), g = qGreen(color) - qGreen(other),
                  b = qBlue(color) - qBlue(other);
        return r * r + g * g + b * b;
    };
    return static_cast<uchar>(std::ranges::min_element(colors, {}, distance) - colors.begin());
}

}  // namespace

QImage withPalette(const QImage& picture, int colors) {
    const QImage rgb = picture.convertToFormat(QImage::Format_RGB32);
    const QHash<QRgb, int> counts = counted(rgb);
    const QList<QRgb> kept = mostFrequent(counts, colors);
    QHash<QRgb, uchar> index;
    for (auto it = counts.begin(); it != counts.end(); ++it) index[it.key()] = nearest(it.key(), kept);
    QImage small(rgb.size(), QImage::Format_Indexed8);
    small.setColorTable(kept);
    for (int y = 0; y < rgb.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(rgb.constScanLine(y));
        for (int x = 0; x < rgb.width(); ++x) small.scanLine(y)[x] = index[line[x]];
    }
    return small;
}

}  // namespace regulus::test
