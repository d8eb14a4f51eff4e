#include "tests/golden/picture_difference.h"

#include <QPainter>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

namespace regulus::test {

namespace {

constexpr int block = 16;

// Red, green and blue of a pixel.
using Color = std::array<int, 3>;

Color colorAt(const QImage& image, int x, int y) {
    const QRgb pixel = reinterpret_cast<const QRgb*>(image.constScanLine(y))[x];
    return {qRed(pixel), qGreen(pixel), qBlue(pixel)};
}

// Whether a colour lies outside those that `other` has within one pixel around this place.
bool strange(const QImage& image, const QImage& other, int x, int y, int tolerance) {
    const Color own = colorAt(image, x, y);
    Color low = colorAt(other, x, y), high = low;
    const auto inside = [&] {
        for (std::size_t c = 0; c < 3; ++c)
            if (own[c] < low[c] - tolerance || own[c] > high[c] + tolerance) return false;
        return true;
    };
    if (inside()) return false;
    for (int v = std::max(0, y - 1); v <= std::min(y + 1, other.height() - 1); ++v)
        for (int u = std::max(0, x - 1); u <= std::min(x + 1, other.width() - 1); ++u) {
            const Color near = colorAt(other, u, v);
            for (std::size_t c = 0; c < 3; ++c) {
                low[c] = std::min(low[c], near[c]);
                high[c] = std::max(high[c], near[c]);
            }
        }
    return !inside();
}

int apart(const Color& a, const Color& b) {
    int most = 0;
    for (std::size_t c = 0; c < 3; ++c) most = std::max(most, std::abs(a[c] - b[c]));
    return most;
}

// Whether all around is of one colour.
bool plane(const QImage& image, int x, int y) {
    const Color own = colorAt(image, x, y);
    for (int v = std::max(0, y - 1); v <= std::min(y + 1, image.height() - 1); ++v)
        for (int u = std::max(0, x - 1); u <= std::min(x + 1, image.width() - 1); ++u)
            if (apart(own, colorAt(image, u, v)) > 1) return false;
    return true;
}

bool differs(const QImage& expected, const QImage& shown, const QRect& box, const PictureTolerance& allowed) {
    int pixels = 0, planes = 0;
    for (int y = box.top(); y <= box.bottom(); ++y)
        for (int x = box.left(); x <= box.right(); ++x) {
            if (apart(colorAt(expected, x, y), colorAt(shown, x, y)) <= allowed.plane) continue;
            pixels += strange(expected, shown, x, y, allowed.color) ||
                      strange(shown, expected, x, y, allowed.color);
            planes += plane(expected, x, y) && plane(shown, x, y);
        }
    return pixels > allowed.pixels || planes > allowed.planes;
}

QImage marked(const QImage& shown, const std::vector<QRect>& boxes) {
    QImage image = shown.copy();
    QPainter painter(&image);
    painter.fillRect(image.rect(), QColor(128, 128, 128, 128));
    painter.setPen(QPen(QColor(255, 0, 160), 2));
    for (const QRect& box : boxes) painter.drawImage(box, shown, box);
    for (const QRect& box : boxes) painter.drawRect(box);
    return image;
}

QString placeText(const QRect& place) {
    return QStringLiteral("x %1 to %2, y %3 to %4")
        .arg(place.left())
        .arg(place.right())
        .arg(place.top())
        .arg(place.bottom());
}

}  // namespace

PictureDifference pictureDifference(const QImage& expected, const QImage& shown,
                                    const PictureTolerance& tolerance) {
    PictureDifference found;
    if (expected.size() != shown.size()) {
        found.text = QStringLiteral("%1 × %2 pixels instead of %3 × %4")
                         .arg(shown.width())
                         .arg(shown.height())
                         .arg(expected.width())
                         .arg(expected.height());
        return found;
    }
    const QImage a = expected.convertToFormat(QImage::Format_RGB32),
                 b = shown.convertToFormat(QImage::Format_RGB32);
    if (a == b) return found;
    std::vector<QRect> boxes;
    QRect around;
    for (int y = 0; y < a.height(); y += block)
        for (int x = 0; x < a.width(); x += block) {
            const QRect box = QRect(x, y, block, block) & a.rect();
            if (!differs(a, b, box, tolerance)) continue;
            boxes.push_back(box);
            around |= box;
        }
    if (boxes.empty()) return found;
    found.blocks = static_cast<int>(boxes.size());
    found.text = QStringLiteral("%1 blocks of 16 × 16 pixels differ, within %2")
                     .arg(found.blocks)
                     .arg(placeText(around));
    found.marked = marked(b, boxes);
    return found;
}

}  // namespace regulus::test
