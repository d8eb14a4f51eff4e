// The point rasteriser: same bytes for any number of threads, what lies above what, what is left out.
#include <QTest>
#include <cmath>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "tests/ui/render/offscreen.h"
#include "ui/render/drawing_order.h"
#include "ui/render/scatter_raster.h"

using namespace regulus;

namespace {

struct Plot {
    SpatialGrid grid;
    PointColors colors;
};

Plot blobs(std::size_t n) {
    Random random(7);
    std::vector<float> x, y;
    Categorical c;
    for (int k = 0; k < 12; ++k) c.categories.push_back(std::to_string(k));
    for (std::size_t i = 0; i < n; ++i) {
        const int k = int(random.below(12));
        x.push_back(float(k % 4 * 4 + random.normal()));
        y.push_back(float(k / 4 * 4 + random.normal()));
        c.codes.push_back(k);
    }
    return {SpatialGrid(x, y), colorsByCategory(c, "type")};
}

constexpr QRgb grey = 0xffb5bbc4;

RasterStyle styleOf(const PointColors& colors) {
    RasterStyle style;
    style.table = colors.shownTable(grey);
    return style;
}

QImage drawn(const Plot& plot, const PointKeys& keys, const RasterStyle& style,
             RasterResult* result = nullptr, PlaneToPixels view = {-4, 12, 30}) {
    QImage image(600, 480, QImage::Format_RGB32);
    const RasterResult r = drawPoints(image, plot.grid, keys, view, style);
    if (result) *result = r;
    return image;
}

}  // namespace

class TestScatterRaster : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void cleanup() { set_thread_count(0); }

    void any_number_of_threads_gives_the_same_bytes_data() {
        QTest::addColumn<int>("points");
        QTest::addColumn<double>("diameter");
        QTest::addColumn<bool>("discs");
        QTest::newRow("discs") << 5000 << 0.0 << true;
        QTest::newRow("stamps of 1") << 700000 << 1.0 << false;
        QTest::newRow("stamps of 2") << 700000 << 2.0 << false;
        QTest::newRow("stamps of 5") << 700000 << 5.0 << false;
    }
    void any_number_of_threads_gives_the_same_bytes() {
        QFETCH(int, points);
        QFETCH(double, diameter);
        QFETCH(bool, discs);
        const Plot plot = blobs(std::size_t(points));
        CellSet selected(plot.colors.size());
        for (std::size_t i = 0; i < selected.universe(); i += 5) selected.insert(i);
        RasterStyle style = styleOf(plot.colors);
        style.diameter = diameter;
        style.dimOthers = true;
        QImage first;
        for (const int threads : {1, 2, 3, 7}) {
            set_thread_count(threads);
            RasterResult result;
            const QImage image =
                drawn(plot, makeKeys(plot.grid, plot.colors, &selected, nullptr, {}), style, &result);
            QCOMPARE(result.discs, discs);
            if (first.isNull()) first = image;
            QVERIFY2(image == first, qPrintable(test::keep(image, "threads")));
        }
        QVERIFY(test::share(first, 0xffffffff, 0) < 0.9);
    }

    // Pairs of points in one place each, the first of the pair with the value far from the middle of its
    // scale.
    void extremes_are_on_top_unless_mixed() {
        constexpr int pairs = 400;
        std::vector<float> x, y, values;
        for (int i = 0; i < pairs; ++i) {
            for (const float value : {i % 2 == 0 ? -5.0F : 5.0F, i % 3 == 0 ? 0.5F : -0.5F}) {
                x.push_back(float(i % 20));
                y.push_back(float(i / 20));
                values.push_back(value);
            }
        }
        const SpatialGrid grid(x, y);
        ScaleOptions scale;
        scale.low = -5, scale.high = 5;
        const PointColors diverging = colorsByValue(values, "v", scale);
        QVERIFY(isDiverging(diverging.legend.map));
        scale.map = ColorMap::Viridis;
        const PointColors ascending = colorsByValue(values, "v", scale);
        // How often the first of a pair is above the second, of those whose first is low and is high.
        const auto above = [&](const PointColors& colors, bool mixed) {
            const PointKeys keys = makeKeys(grid, colors, nullptr, nullptr, {}, mixed);
            std::vector<std::uint32_t> of(keys.keys.size());
            for (std::size_t i = 0; i < of.size(); ++i) of[grid.rows()[i]] = keys.keys[i];
            std::array<int, 2> first{};
            for (std::size_t pair = 0; pair < pairs; ++pair)
                first[pair % 2] +=
                    (of[2 * pair] >> PointKeys::rank_shift) > (of[2 * pair + 1] >> PointKeys::rank_shift);
            return first;
        };
        QCOMPARE(above(diverging, false), (std::array{pairs / 2, pairs / 2}));
        QCOMPARE(above(ascending, false), (std::array{0, pairs / 2}));
        for (const PointColors* const colors : {&diverging, &ascending}) {
            for (const int times : above(*colors, true))
                QVERIFY(times > pairs / 2 * 0.35 && times < pairs / 2 * 0.65);
        }
        QCOMPARE(orderText(drawingOrder(diverging.legend, false)), QStringLiteral("extreme values on top"));
        QCOMPARE(orderText(drawingOrder(ascending.legend, false)), QStringLiteral("high values on top"));
        QCOMPARE(orderText(drawingOrder(ascending.legend, true)), QStringLiteral("mixed order"));
    }

    void stamps_do_not_depend_on_the_order_of_points() {
        const Plot plot = blobs(300000);
        PointKeys keys = makeKeys(plot.grid, plot.colors, nullptr, nullptr, {});
        const QImage forward = drawn(plot, keys, styleOf(plot.colors));
        // The same points listed the other way round; their keys go with them.
        std::vector<float> x(plot.grid.x().rbegin(), plot.grid.x().rend()),
            y(plot.grid.y().rbegin(), plot.grid.y().rend());
        const std::vector<std::uint32_t> reversed(keys.keys.rbegin(), keys.keys.rend());
        Plot turned{SpatialGrid(x, y), plot.colors};
        for (std::size_t i = 0; i < keys.keys.size(); ++i) keys.keys[i] = reversed[turned.grid.rows()[i]];
        QVERIFY(drawn(turned, keys, styleOf(plot.colors)) == forward);
    }

    // 2 × 200 cells on two spots: every one of one spot over the other in row order.
    void what_is_above_what() {
        const std::size_t n = 400;
        std::vector<float> x(n, 0), y(n, 0), value(n);
        for (std::size_t i = 0; i < n; ++i) value[i] = float(i % 200);
        value[3] = NAN;
        const SpatialGrid grid(x, y);
        const PointColors colors = colorsByValue(value, "v");
        for (const double diameter : {6.0, 200.0}) {  // discs; stamps (too large for discs)
            RasterStyle style = styleOf(colors);
            style.diameter = diameter;
            style.opacity = 1;
            QImage image(64, 64, QImage::Format_RGB32);
            const auto center = [&](const CellSet* selected) {
                style.dimOthers = selected;
                drawPoints(image, grid, makeKeys(grid, colors, selected, nullptr, {}), {-32, 32, 1}, style);
                return image.pixel(32, 32);
            };
            QCOMPARE(center(nullptr), colors.table.back());
            CellSet low(n);
            low.insert(1);
            QCOMPARE(center(&low), colors.table[colors.index[1]]);
        }
    }

    // However many lie on a spot, cells beside a selection keep less than a third of their colour.
    void cells_beside_a_selection_stay_light_where_they_are_crowded() {
        const std::size_t n = 400;
        const SpatialGrid grid(std::vector<float>(n, 0), std::vector<float>(n, 0));
        const PointColors colors = colorsByValue(std::vector<float>(n, 1), "v");
        CellSet selected(n + 1);
        selected.insert(n);                           // none of those drawn
        for (const double diameter : {6.0, 200.0}) {  // discs; stamps
            RasterStyle style = styleOf(colors);
            style.diameter = diameter;
            style.dimOthers = true;
            QImage image(64, 64, QImage::Format_RGB32);
            drawPoints(image, grid, makeKeys(grid, colors, &selected, nullptr, {}), {-32, 32, 1}, style);
            const QRgb full = colors.table[colors.index[0]], light = image.pixel(32, 32);
            QVERIFY(255 - qRed(light) <= (255 - qRed(full)) / 3);
            QVERIFY(255 - qGreen(light) <= (255 - qGreen(full)) / 3);
            QVERIFY(255 - qBlue(light) <= (255 - qBlue(full)) / 3);
            QVERIFY(light != style.background);
        }
    }

    // Cells without a label hide no cell with one, however they are written.
    void what_has_no_label_is_below_and_grey() {
        const std::size_t n = 300;
        const SpatialGrid grid(std::vector<float>(n, 0), std::vector<float>(n, 0));
        Categorical c;
        c.categories = {"unknown", "B"};
        c.codes.assign(n, 0);
        const auto center = [&] {
            const PointColors colors = colorsByCategory(c, "type");
            RasterStyle style = styleOf(colors);
            style.diameter = 6;
            style.opacity = 1;
            QImage image(64, 64, QImage::Format_RGB32);
            drawPoints(image, grid, makeKeys(grid, colors, nullptr, nullptr, {}), {-32, 32, 1}, style);
            return image.pixel(32, 32);
        };
        QCOMPARE(center(), grey);
        c.codes[7] = 1;
        QCOMPARE(center(), categoricalColors(1)[0]);
    }

    void hidden_and_filtered_points_are_not_drawn() {
        const Plot plot = blobs(20000);
        RasterStyle style = styleOf(plot.colors);
        style.opacity = 1;
        const QRgb third = plot.colors.table[3];
        QVERIFY(test::share(drawn(plot, makeKeys(plot.grid, plot.colors, nullptr, nullptr, {}), style), third,
                            2) > 0.01);
        std::vector<std::uint8_t> hidden(12, 0);
        hidden[2] = 1;
        const QImage without = drawn(plot, makeKeys(plot.grid, plot.colors, nullptr, nullptr, hidden), style);
        QVERIFY2(test::share(without, third, 2) == 0, qPrintable(test::keep(without, "hidden")));
        const CellSet none(plot.colors.size());
        const QImage empty = drawn(plot, makeKeys(plot.grid, plot.colors, nullptr, &none, {}), style);
        QCOMPARE(test::share(empty, style.background, 0), 1.0);
    }

    void a_disc_is_where_its_point_is() {
        const SpatialGrid grid(std::vector<float>{10.25F}, std::vector<float>{20.75F});
        const PointColors colors = colorsUniform(1);
        RasterStyle style = styleOf(colors);
        style.diameter = 6;
        style.opacity = 1;
        style.background = 0xff000000;
        style.table[1] = 0xffffffff;
        QImage image(64, 64, QImage::Format_RGB32);
        drawPoints(image, grid, makeKeys(grid, colors, nullptr, nullptr, {}), {0, 64, 1}, style);
        double mass = 0, mx = 0, my = 0;
        for (int y = 0; y < 64; ++y)
            for (int x = 0; x < 64; ++x) {
                const double v = qRed(image.pixel(x, y)) / 255.0;
                mass += v;
                mx += v * (x + 0.5);
                my += v * (y + 0.5);
            }
        QVERIFY2(std::abs(mass - 3.14159 * 9) < 0.5, qPrintable(QString::number(mass)));
        QVERIFY(std::abs(mx / mass - 10.25) < 0.15 && std::abs(my / mass - (64 - 20.75)) < 0.15);
    }

    void points_far_outside_do_no_harm() {
        const std::vector<float> x{0, 1e30F, -1e30F, 3e38F}, y{0, 1e30F, 5, -3e38F};
        const SpatialGrid grid(x, y);
        const PointColors colors = colorsUniform(4);
        RasterStyle style = styleOf(colors);
        for (const double diameter : {4.0, 2000.0}) {
            style.diameter = diameter;
            QImage image(50, 50, QImage::Format_RGB32);
            drawPoints(image, grid, makeKeys(grid, colors, nullptr, nullptr, {}), {-25, 25, 1}, style);
            QVERIFY(image.pixel(25, 25) != style.background);
        }
    }

    void size_follows_density() {
        QVERIFY(densityDiameter(2500, 450000) > densityDiameter(100000, 450000));
        QVERIFY(densityDiameter(100000, 450000) > densityDiameter(10000000, 450000));
        QCOMPARE(movingStride(1000000), 1);
        QCOMPARE(movingStride(5000000), 4);
    }
};

QTEST_APPLESS_MAIN(TestScatterRaster)
#include "tst_scatter_raster.moc"
