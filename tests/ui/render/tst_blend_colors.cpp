// Two numbers at once: colours against a formula computed elsewhere, corners that everybody tells apart, and
// which points are high in what.
#include <QTest>
#include <array>
#include <cmath>
#include <limits>

#include "tests/ui/render/offscreen.h"
#include "ui/render/blend_colors.h"
#include "ui/render/blend_legend.h"
#include "ui/render/color_math.h"
#include "ui/render/scatter_raster.h"

using namespace regulus;

namespace {

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();
using Sight = std::array<std::array<double, 3>, 3>;
// Machado, Oliveira and Fernandes (2009), severity 1, on linear sRGB.
constexpr std::array<Sight, 3> dichromats{
    Sight{
        {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},
    Sight{{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},
    Sight{
        {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}}};

QRgb seenBy(const Sight& sight, QRgb color) {
    const auto linear = [](int c) {
        return c <= 10 ? c / 255.0 / 12.92 : std::pow((c / 255.0 + 0.055) / 1.055, 2.4);
    };
    const std::array rgb{linear(qRed(color)), linear(qGreen(color)), linear(qBlue(color))};
    std::array<int, 3> out{};
    for (std::size_t i = 0; i < 3; ++i) {
        const double v =
            std::clamp(sight[i][0] * rgb[0] + sight[i][1] * rgb[1] + sight[i][2] * rgb[2], 0.0, 1.0);
        out[i] = int(std::lround(255 * (v <= 0.0031308 ? v * 12.92 : 1.055 * std::pow(v, 1 / 2.4) - 0.055)));
    }
    return qRgb(out[0], out[1], out[2]);
}

PointColors scaleOf(std::vector<float> values, const char* name) {
    ScaleOptions options;
    options.low = 0;
    options.high = 4;
    options.unit = "log1p(CP10k)";
    options.italicTitle = true;
    return colorsByValue(std::move(values), name, options);
}

// neither, A, B, both, NaN in A, NaN in B, beyond both ends
PointColors seven() {
    return colorsByBlend(scaleOf({0, 4, 0, 4, unknown, 2, 9}, "CD3D"),
                         scaleOf({0, 0, 4, 4, 1, unknown, 9}, "MS4A1"), 0, 0);
}

}  // namespace

class TestBlendColors : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    // Bilinear in OKLab, computed with numpy from Ottosson's matrices.
    void coloursAreThoseOfTheFormula() {
        struct Known {
            double x, y;
            QRgb color;
        };
        constexpr std::array known{
            Known{0, 0, 0xffa0a0a0},       Known{1, 0, 0xff0072b2},    Known{0, 1, 0xffe69f00},
            Known{1, 1, 0xffc3005f},       Known{0.5, 0, 0xff638bab},  Known{0, 0.5, 0xffc4a16e},
            Known{0.5, 0.5, 0xffa57d80},   Known{1, 0.5, 0xff875889},  Known{0.5, 1, 0xffd7654c},
            Known{0.25, 0.75, 0xffca8a5d}, Known{0.9, 0.1, 0xff4774a9}};
        for (const Known& one : known) {
            const QRgb color = blendColor(one.x, one.y);
            const int off = std::abs(qRed(color) - qRed(one.color)) +
                            std::abs(qGreen(color) - qGreen(one.color)) +
                            std::abs(qBlue(color) - qBlue(one.color));
            QVERIFY2(off <= 1, qPrintable(QString("%1, %2: %3").arg(one.x).arg(one.y).arg(color, 0, 16)));
        }
        QCOMPARE(blendColor(-3, 7), blendColor(0, 1));
    }

    void everybodyTellsTheCornersApart() {
        const std::array corners{blendColor(0, 0), blendColor(1, 0), blendColor(0, 1), blendColor(1, 1)};
        for (std::size_t i = 0; i < 4; ++i) {
            QVERIFY(contrastRatio(corners[i], Theme::light().surface.rgb()) >= 2);
            QVERIFY(contrastRatio(corners[i], Theme::darkTheme().surface.rgb()) >= 2);
            for (std::size_t j = 0; j < i; ++j) {
                QVERIFY(colorDistance(corners[i], corners[j]) > 0.13);
                for (const Sight& sight : dichromats) {
                    const double apart = colorDistance(seenBy(sight, corners[i]), seenBy(sight, corners[j]));
                    QVERIFY2(apart > 0.13, qPrintable(QString("%1 %2: %3").arg(i).arg(j).arg(apart)));
                }
            }
        }
    }

    void pointsAreHighInOneInBothOrInNeither() {
        const PointColors colors = seven();
        const auto colorAt = [&](std::size_t i) { return colors.table[colors.index[i]]; };
        QCOMPARE(colorAt(0), blendColor(0, 0));
        QCOMPARE(colorAt(1), blendColor(1, 0));
        QCOMPARE(colorAt(2), blendColor(0, 1));
        QCOMPARE(colorAt(3), blendColor(1, 1));
        QCOMPARE(colorAt(6), blendColor(1, 1));
        QCOMPARE(colors.index[4], PointColors::missing);
        QCOMPARE(colors.index[5], PointColors::missing);
        const Legend& legend = colors.legend;
        QCOMPARE(legend.title, QString("CD3D + MS4A1"));
        QCOMPARE(legend.missing, std::size_t{2});
        QCOMPARE(legend.entries[std::size_t(BlendClass::Both)].count, std::size_t{2});
        for (const BlendClass of : {BlendClass::Neither, BlendClass::First, BlendClass::Second})
            QCOMPARE(legend.entries[std::size_t(of)].count, std::size_t{1});
        QVERIFY(blendCells(colors, BlendClass::Both).rows() == (std::vector<std::uint32_t>{3, 6}));
        QVERIFY(blendCells(colors, BlendClass::Second).rows() == (std::vector<std::uint32_t>{2}));
        QVERIFY(!blendClassAt(colors, 4) && !blendClassAt(colors, 99));
        QCOMPARE(colors.textAt(1), QString("CD3D 4, MS4A1 0"));
        QCOMPARE(colors.textAt(5), QString("CD3D 2, MS4A1 no value"));
        QCOMPARE(highText(legend), QString("high: above 0"));
        QVERIFY(highText(colorsByBlend(scaleOf({1}, "A"), scaleOf({1}, "B"), 0, 2.5).legend)
                    .contains("B > 2.50"));
    }

    void theHigherOfBothIsDrawnOnTop() {
        const auto at = [](int x, int y) {
            return blendRank(static_cast<std::uint32_t>(1 + y * blend_steps + x));
        };
        QVERIFY(at(0, 31) > at(30, 30) && at(31, 0) > at(30, 30));
        QCOMPARE(at(0, 31), at(31, 0));
        QVERIFY(at(31, 31) > at(31, 30) && at(1, 0) > at(0, 0));
        const PointColors colors = seven();
        const SpatialGrid grid(std::vector<float>{0, 1, 2, 3, 4, 5, 6}, std::vector<float>(7, 0));
        const PointKeys keys = makeKeys(grid, colors, nullptr, nullptr, {});
        std::vector<std::uint32_t> rank(7);
        for (std::size_t i = 0; i < 7; ++i) rank[grid.rows()[i]] = keys.keys[i] >> PointKeys::rank_shift;
        QVERIFY(rank[4] < rank[0] && rank[0] < rank[1] && rank[1] < rank[3]);
        for (std::size_t i = 0; i < 7; ++i)
            QCOMPARE(PointKeys::colorOf(keys.keys[i]), std::uint32_t(colors.index[grid.rows()[i]]));
    }

    void mediansAreThoseOfKnownValues() {
        QCOMPARE(medianOf(std::vector<float>{5, unknown, 1, 3}), 3.0);
        QCOMPARE(medianOf(std::vector<float>{4, 1, 2, 3}), 2.5);
        QCOMPARE(medianOf(std::vector<float>{unknown}), 0.0);
        QCOMPARE(medianOf({}), 0.0);
    }

    void labelsOfTicksDoNotTouch() {
        const auto wide = [](const QString& text) { return 6.0 * double(text.size()); };
        QCOMPARE(looseTicks(0, 4, 92, wide), niceTicks(0, 4, 3));
        const auto ticks = looseTicks(500, 52'000, 60, wide);
        QVERIFY(!ticks.empty() && ticks.size() < niceTicks(500, 52'000, 3).size());
    }

    void theLegendShowsItsSquareAndWhereToClick() {
        const PointColors colors = seven();
        QImage image(300, 400, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        const PaintStyle style = PaintStyle::screen();
        const QSizeF size = blendLegendSize(painter, colors.legend, style, true, 400);
        // Where there is little height, all of it is seen as well.
        const QSizeF low = blendLegendSize(painter, colors.legend, style, true, 165);
        QVERIFY(low.height() <= 165 && low.width() > size.width());
        for (const LegendRow& spot :
             paintBlendLegend(painter, {{10, 10}, low}, colors.legend, style, {{}, {}, true}).spots)
            QVERIFY(QRectF({10, 10}, low).adjusted(-1, -1, 1, 1).contains(spot.box));
        image.fill(Qt::white);
        const PaintedBlend painted =
            paintBlendLegend(painter, {{10, 10}, size}, colors.legend, style, {{}, {}, true});
        painter.end();
        QCOMPARE(painted.scales.size(), std::size_t{2});
        const QLineF across = painted.scales[0].line, up = painted.scales[1].line;
        QCOMPARE(across.p1(), up.p1());
        const auto pixel = [&](double x, double y) {
            return image.pixel((across.p1() + QPointF(x * across.dx(), y * up.dy())).toPoint());
        };
        QVERIFY(colorDistance(pixel(0.97, 0.97), blendColor(0.97, 0.97)) < 0.02);
        QVERIFY(colorDistance(pixel(0.97, 0.03), blendColor(0.97, 0.03)) < 0.02);
        QVERIFY(colorDistance(pixel(0.03, 0.97), blendColor(0.03, 0.97)) < 0.02);
        QCOMPARE(painted.scales[1].valueAt(up.p2()), 4.0);
        QCOMPARE(painted.scales[0].placeOf(2), across.center());
        // Four quarters, four rows, the link; all within what was asked for.
        QCOMPARE(painted.spots.size(), std::size_t{9});
        const QRectF room = QRectF({10, 10}, size).adjusted(-1, -1, 1, 1);
        for (const LegendRow& spot : painted.spots) QVERIFY(room.contains(spot.box));
        const auto entryAt = [&](QPointF at) {
            for (const LegendRow& spot : painted.spots)
                if (spot.box.contains(at)) return spot.category;
            return -1;
        };
        QCOMPARE(entryAt(across.p2() + QPointF(-4, -4)), int(BlendClass::First));
        QCOMPARE(entryAt(up.p2() + QPointF(4, 4)), int(BlendClass::Second));
        QCOMPARE(entryAt(across.p2() + QPointF(-4, up.dy() + 4)), int(BlendClass::Both));
        QCOMPARE(entryAt(across.p1() + QPointF(4, -4)), int(BlendClass::Neither));
    }
};

QTEST_MAIN(TestBlendColors)
#include "tst_blend_colors.moc"
