// The map of cells as a picture: labels, legend, picking through the layout, light and dark, 1x and 2x.
#include <QGuiApplication>
#include <QTest>
#include <cmath>
#include <map>
#include <set>
#include <thread>

#include "core/base/random.h"
#include "tests/ui/render/offscreen.h"
#include "ui/render/embedding_scene.h"
#include "ui/render/label_placer.h"

using namespace regulus;

namespace {

constexpr QSize size(640, 480);

// Four tight groups at the corners of a square, the fourth without a label.
struct Map {
    EmbeddingScene scene;
    std::vector<float> x, y;

    explicit Map(int groups = 3) {
        Random random(9);
        Categorical type;
        for (int g = 0; g < groups; ++g) type.categories.push_back("Group " + std::to_string(g + 1));
        for (int i = 0; i < 800; ++i) {
            const int g = i % (groups + 1);
            x.push_back(float(g % 2 * 10 + 0.6 * random.normal()));
            y.push_back(float(g / 2 * 10 + 0.6 * random.normal()));
            type.codes.push_back(g == groups ? -1 : g);
        }
        scene.setPoints(std::make_shared<SpatialGrid>(x, y));
        scene.setColors(colorsByCategory(type, "cell_type"));
        scene.setView(scene.fitted(double(size.width()) / size.height()));
    }
    EmbeddingScene::Layout layout() const { return scene.layout(QRectF(QPointF(0, 0), size), PaintStyle{}); }
    QPointF pixelOf(std::uint32_t i) const { return layout().toPixel({double(x[i]), double(y[i])}); }
};

}  // namespace

class TestEmbeddingScene : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void everything_is_in_view_and_nothing_is_cut() {
        const Map map;
        for (std::uint32_t i = 0; i < map.x.size(); ++i)
            QVERIFY(QRectF(QPointF(0, 0), size).contains(map.pixelOf(i)));
    }

    // The map that cells were placed on: grey, seen whole, and never picked.
    void the_ground_lies_below_in_grey() {
        Map map;
        const auto farther = std::make_shared<SpatialGrid>(std::vector<float>{-30, 40, 5, 5},
                                                           std::vector<float>{-30, 40, 5, 5.1F});
        const PlaneView before = map.scene.fitted(1.3);
        map.scene.setGround(farther);
        QVERIFY(map.scene.fitted(1.3).span > 2 * before.span);
        QCOMPARE(map.scene.picture().ground, std::shared_ptr<const SpatialGrid>(farther));
        map.scene.setView(map.scene.fitted(double(size.width()) / size.height()));
        map.scene.setLegendPlace(LegendPlace::None);
        map.scene.setPointSize(7);
        for (const bool dark : {false, true}) {
            PaintStyle style;
            style.theme = dark ? Theme::darkTheme() : Theme::light();
            QImage image(size, QImage::Format_RGB32);
            image.fill(style.theme.surface);
            QPainter painter(&image);
            map.scene.paint(painter, QRectF(QPointF(0, 0), size), style);
            painter.end();
            const auto layout = map.scene.layout(QRectF(QPointF(0, 0), size), style);
            const auto at = [&](double x, double y) {
                return QColor(image.pixel(layout.toPixel({x, y}).toPoint()));
            };
            for (const double place : {-30.0, 40.0, 5.0}) {
                const QColor grey = at(place, place);
                QVERIFY(grey != style.theme.surface);
                QVERIFY(grey.saturation() < 60);
            }
            QVERIFY(at(double(map.x[0]), double(map.y[0])).saturation() > 60);  // a cell is above
            QVERIFY(!map.scene.pointAt(layout.toPixel({40, 40}), 6, layout));
        }
        map.scene.setGround(nullptr);
        QCOMPARE(map.scene.fitted(1.3).span, before.span);
    }

    void a_point_is_found_where_it_is_painted() {
        const Map map;
        for (std::uint32_t i = 0; i < map.x.size(); i += 37) {
            const auto hit = map.scene.pointAt(map.pixelOf(i), 6, map.layout());
            QVERIFY(hit);
            QVERIFY(QLineF(map.pixelOf(*hit), map.pixelOf(i)).length() < 0.01);
        }
        QVERIFY(!map.scene.pointAt({320, 240}, 6, map.layout()));
    }

    // What is shown until another thread made the picture: the one before, where its points are now.
    void a_picture_made_elsewhere_moves_with_the_view() {
        Map map;
        map.scene.setLegendPlace(LegendPlace::None);
        map.scene.setDeferred(true);
        const QRectF area(QPointF(0, 0), size);
        const auto shown = [&] { return test::painted(map.scene, size, Theme::light()); };
        QVERIFY(test::share(shown(), Theme::light().surface.rgb(), 1) > 0.9999);
        QVERIFY(map.scene.wantsPicture());
        const auto make = [&] {
            EmbeddingScene copy = map.scene;
            Job job;
            PaintStyle style;
            style.theme = Theme::light();
            copy.prepare(area, 1, style, job);
            map.scene.take(copy);
        };
        make();
        Map direct;
        direct.scene.setLegendPlace(LegendPlace::None);
        QCOMPARE(shown(), test::painted(direct.scene, size, Theme::light()));
        QVERIFY(!map.scene.wantsPicture());
        // Another part, nearer: every fifth point is still the colour of its group where it lies now.
        PlaneView view = map.scene.view();
        view.center += QPointF(1, -2);
        view.span *= 0.6;
        map.scene.setView(view);
        const QImage moved = shown();
        QVERIFY(map.scene.wantsPicture());
        int seen = 0, colored = 0;
        for (std::uint32_t i = 0; i < map.x.size(); i += 5) {
            const QPoint at = map.pixelOf(i).toPoint();
            if (!moved.rect().adjusted(4, 4, -4, -4).contains(at)) continue;
            ++seen;
            colored += moved.pixel(at) != Theme::light().surface.rgb();
        }
        QVERIFY(seen > 40);
        QCOMPARE(colored, seen);
        make();
        direct.scene.setView(view);
        QCOMPARE(shown(), test::painted(direct.scene, size, Theme::light()));
    }

    void themes_and_pixel_ratios_data() {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<double>("ratio");
        QTest::newRow("light 1x") << false << 1.0;
        QTest::newRow("light 2x") << false << 2.0;
        QTest::newRow("dark 1x") << true << 1.0;
        QTest::newRow("dark 2x") << true << 2.0;
    }
    void themes_and_pixel_ratios() {
        QFETCH(bool, dark);
        QFETCH(double, ratio);
        const Map map;
        const Theme theme = dark ? Theme::darkTheme() : Theme::light();
        const QImage image = test::painted(map.scene, size, theme, ratio);
        const QString kept = test::keep(image, QString("embedding_%1_%2").arg(dark).arg(ratio));
        QVERIFY2(test::share(image, theme.surface.rgb(), 4) > 0.8, qPrintable(kept));
        for (std::size_t g = 0; g < 3; ++g)
            QVERIFY2(test::share(image, map.scene.colors().legend.entries[g].color, 60) > 0.004,
                     qPrintable(kept));
        QVERIFY2(test::share(image, theme.text.rgb(), 40) > 0.0005, qPrintable(kept));  // the labels
        // The picture at 2x is the same picture.
        const QImage small = image.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        const QImage plain = test::painted(map.scene, size, theme, 1);
        qint64 off = 0;
        for (int y = 0; y < size.height(); ++y)
            for (int x = 0; x < size.width(); ++x)
                off += std::abs(qGray(small.pixel(x, y)) - qGray(plain.pixel(x, y)));
        QVERIFY2(double(off) / (size.width() * size.height()) < 3, qPrintable(kept));
        QFile::remove(kept);
    }

    void a_selection_steps_forward() {
        Map map;
        const QRgb other = map.scene.colors().legend.entries[0].color;
        const double before = test::share(test::painted(map.scene, size, Theme::light()), other, 70);
        CellSet selected(map.x.size());
        for (std::size_t i = 1; i < map.x.size(); i += 4) selected.insert(i);
        map.scene.setSelection(selected);
        const QImage image = test::painted(map.scene, size, Theme::light());
        QVERIFY2(test::share(image, other, 70) < before * 0.5, qPrintable(test::keep(image, "selection")));
        QVERIFY(test::share(image, map.scene.colors().legend.entries[1].color, 40) > 0.004);
    }

    // A scale lies where no cells do, and stays there when the map is moved.
    void a_scale_covers_no_cells_where_there_is_room() {
        std::vector<float> x, y;
        Random random(4);
        for (int i = 0; i < 2000; ++i) {  // all but the corner at the bottom right
            const double across = random.uniform(), up = random.uniform();
            if (across > 0.6 && up < 0.55) continue;
            x.push_back(float(across * 14));  // as wide as the picture
            y.push_back(float(up * 10));
        }
        EmbeddingScene scene;
        scene.setPoints(std::make_shared<SpatialGrid>(x, y));
        scene.setColors(colorsByValue(x, "value"));
        const auto scaleIn = [&](const QRect& part) {  // ink of the scale's texts
            const QImage image = test::painted(scene, size, Theme::light());
            return test::share(image.copy(part), Theme::light().text.rgb(), 40) > 0.001;
        };
        const QRect top(440, 0, 200, 200), bottom(440, 280, 200, 200);
        scene.setView(scene.fitted(double(size.width()) / size.height()));
        QVERIFY(!scaleIn(top) && scaleIn(bottom));
        QCOMPARE(scene.layout(QRectF({0, 0}, size), PaintStyle{}).plot.width(), double(size.width()));
        scene.setView({{4, 6}, 5});
        QVERIFY(!scaleIn(top) && scaleIn(bottom));
    }

    void a_scale_goes_beside_cells_that_are_everywhere() {
        std::vector<float> x, y;
        for (int i = 0; i < 60; ++i)
            for (int j = 0; j < 45; ++j) x.push_back(float(i)), y.push_back(float(j));
        EmbeddingScene scene;
        scene.setPoints(std::make_shared<SpatialGrid>(x, y));
        scene.setColors(colorsByValue(x, "value"));
        scene.fit(QRectF({0, 0}, size), PaintStyle{});
        const auto layout = [&] { return scene.layout(QRectF({0, 0}, size), PaintStyle{}); };
        QVERIFY(layout().legend.width() > 40 && layout().legend.left() > layout().plot.right());
        for (std::size_t i = 0; i < x.size(); ++i)
            QVERIFY(layout().plot.contains(layout().toPixel({double(x[i]), double(y[i])})));
        scene.setView({{30, 20}, 5});  // somebody comes closer: it does not jump
        QVERIFY(!layout().legend.isEmpty());
        // Hidden cells are in nobody's way.
        CellSet right(x.size());
        for (std::uint32_t i = 0; i < x.size(); ++i)
            if (x[i] < 40) right.insert(i);
        scene.setShown(right);
        QVERIFY(layout().legend.isEmpty());
    }

    void the_legend_knows_its_rows() {
        Map map;
        map.scene.setLegendPlace(LegendPlace::Beside);
        test::painted(map.scene, size, Theme::light());
        const QRectF legend = map.layout().legend;
        QVERIFY(legend.right() <= size.width() && legend.width() > 80);
        std::set<int> rows;
        for (double y = legend.top(); y < legend.bottom(); y += 4) {
            const auto hit = map.scene.categoryAt({legend.center().x(), y});
            if (hit) {
                QVERIFY(hit->inLegend);
                rows.insert(hit->category);
            }
        }
        QCOMPARE(rows, (std::set<int>{0, 1, 2}));
        QVERIFY(!map.scene.categoryAt({10, 240}));
    }

    void fifty_categories_say_how_many_are_not_listed() {
        Map map(50);
        map.scene.setLegendPlace(LegendPlace::Both);
        const QImage image = test::painted(map.scene, size, Theme::light());
        const QRectF legend = map.layout().legend;
        int lowest = -1;
        for (double y = legend.top(); y < legend.bottom(); y += 2)
            if (const auto hit = map.scene.categoryAt({legend.center().x(), y}))
                lowest = std::max(lowest, hit->category);
        QVERIFY2(lowest > 10 && lowest < 49, qPrintable(test::keep(image, "fifty")));
        map.scene.scrollLegend(1e6);
        test::painted(map.scene, size, Theme::light());
        bool last = false;
        for (double y = legend.top(); y < legend.bottom(); y += 2) {
            const auto hit = map.scene.categoryAt({legend.center().x(), y});
            last |= hit && hit->category == 49;
        }
        QVERIFY(last);
    }

    void labels_do_not_cover_each_other() {
        Random random(11);
        std::vector<LabelRequest> requests;
        for (int i = 0; i < 60; ++i)
            requests.push_back({{random.uniform() * 400, random.uniform() * 300},
                                {50 + random.uniform() * 60, 14},
                                random.uniform() * 20});
        const QRectF bounds(0, 0, 400, 300);
        const auto placed = placeLabels(requests, bounds, 2);
        int shown = 0;
        for (std::size_t i = 0; i < placed.size(); ++i) {
            if (!placed[i]) continue;
            ++shown;
            QVERIFY(bounds.contains(placed[i]->box));
            for (std::size_t j = 0; j < i; ++j)
                if (placed[j]) QVERIFY(!placed[i]->box.intersects(placed[j]->box));
        }
        QVERIFY(shown > 15);
        QVERIFY(placed[0]);
        QVERIFY(!placeLabels({{{900, 10}, {50, 14}, 20}}, bounds, 2)[0]);
    }

    void names_leave_the_cells_to_be_seen() {
        Random random(5);
        Categorical type;
        std::vector<float> x, y;
        for (int g = 0; g < 40; ++g) {
            type.categories.push_back("a cell type with a very long name, number " + std::to_string(g));
            for (int i = 0; i < (g == 39 ? 1 : 30 + g); ++i) {  // the last is of one cell, at the right edge
                x.push_back(float(g == 39 ? 71 : g % 8 * 10 + 0.5 * random.normal()));
                y.push_back(float(g / 8 * 10 + 0.5 * random.normal()));
                type.codes.push_back(g);
            }
        }
        EmbeddingScene scene;
        scene.setPoints(std::make_shared<SpatialGrid>(x, y));
        scene.setColors(colorsByCategory(type, "type"));
        for (const QSize& picture : {size, QSize(170, 130), QSize(1300, 500)}) {
            scene.fit(QRectF({0, 0}, picture), PaintStyle{});
            const auto named = [&] {
                test::painted(scene, picture, Theme::light());
                std::map<int, QRectF> boxes;
                for (int row = 0; row < picture.height(); ++row)
                    for (int at = 0; at < picture.width(); ++at)
                        if (const auto hit = scene.categoryAt({double(at), double(row)}))
                            boxes[hit->category] |= QRectF(at, row, 1, 1);
                return boxes;
            };
            double covered = 0;
            const auto boxes = named();
            for (const auto& [category, box] : boxes) {
                covered += box.width() * box.height();
                QVERIFY(QRectF({0, 0}, picture).contains(box));
                QVERIFY(box.width() <= 190);
            }
            QVERIFY(boxes.size() < 40 && !boxes.empty());
            QVERIFY2(covered < 0.15 * picture.width() * picture.height(),
                     qPrintable(QString::number(covered)));
            // That which is pointed at is there, whole where it has the room, and within the picture.
            scene.setHighlightedCategory(39);
            const auto pointed = named();
            QVERIFY(pointed.contains(39));
            QVERIFY(QRectF({0, 0}, picture).contains(pointed.at(39)));
            if (picture.width() > 400) QVERIFY(pointed.at(39).width() > 250);
            scene.setHighlightedCategory(std::nullopt);
        }
    }

    void the_view_has_limits() {
        Map map;
        PlaneView view = map.scene.view();
        view.span = 1e-300;
        map.scene.setView(view);
        QVERIFY(map.scene.view().span > 1e-6);
        view.span = NAN;
        map.scene.setView(view);
        QVERIFY(std::isfinite(map.scene.view().span));
        view.span = 1;
        view.center = {1e20, 0};
        map.scene.setView(view);
        QVERIFY(map.scene.view().center.x() < 100);
    }

    // One cell, or cells that are all alike: as much around it as a map of one place shows.
    void one_place_has_axes_of_its_own() {
        for (const std::size_t cells : {1U, 40U}) {
            const std::vector<float> x(cells, 7.5F), y(cells, 1.0F);
            EmbeddingScene scene;
            scene.setAxes(true);
            scene.setPoints(std::make_shared<SpatialGrid>(x, y));
            scene.setView(scene.fitted(1.4));
            QVERIFY2(scene.view().span > 0.5, qPrintable(QString::number(scene.view().span)));
            QCOMPARE(scene.view().center, QPointF(7.5, 1));
        }
    }

    void a_lasso_takes_only_what_is_drawn() {
        Map map;
        map.scene.setHiddenCategories({1, 0, 0});
        const CellSet caught = map.scene.cellsIn(QPolygonF{{-50, -50}, {50, -50}, {50, 50}, {-50, 50}});
        QCOMPARE(caught.count(), std::size_t(600));
        QVERIFY(!caught.contains(0));
    }

    void numbers_are_those_of_the_picture() {
        Map map;
        std::vector<std::string> names(map.x.size());
        for (std::size_t i = 0; i < names.size(); ++i) names[i] = "cell" + std::to_string(i);
        map.scene.setNames(std::make_shared<const std::vector<std::string>>(names));
        map.scene.setHiddenCategories({1, 0, 0});
        const FigureNumbers n = map.scene.numbers();
        QCOMPARE(n.columns, (std::vector<std::string>{"cell", "x", "y", "cell_type"}));
        QCOMPARE(n.rows.size(), std::size_t(600));
        QCOMPARE(n.rows[0][0], std::string("cell1"));
        QCOMPARE(n.rows[0][3], std::string("Group 2"));
        QCOMPARE(QString::fromStdString(n.rows[0][1]).toFloat(), map.x[1]);
    }

    void nothing_is_painted_of_nothing() {
        const EmbeddingScene scene;
        QCOMPARE(test::share(test::painted(scene, size, Theme::light()), 0xffffffff, 0), 1.0);
        QVERIFY(!scene.pointAt({1, 1}, 10, scene.layout(QRectF(0, 0, 10, 10), PaintStyle{})));
        QVERIFY(scene.numbers().rows.empty());
    }

    // Below the plot, at the right, whatever the caption; only the caption is cut for it.
    void outlines_are_named() {
        Map map;
        map.scene.setCaption(QStringLiteral("UMAP"));
        const QRect strip = [&] {
            const QRectF plot = map.layout().plot;
            return QRectF(plot.center().x(), plot.bottom() + 2, plot.width() / 2 - 8,
                          size.height() - plot.bottom() - 4)
                .toRect();
        }();
        const auto inked = [&] {
            const QImage picture = test::painted(map.scene, size, Theme::light()).copy(strip);
            return 1 - test::share(picture, Theme::light().surface.rgb(), 2);
        };
        QCOMPARE(inked(), 0.0);
        QVERIFY(map.scene.outlinesText().isEmpty());
        Categorical donor{{"a", "b"}, {}, {}, false};
        for (int i = 0; i < 800; ++i) donor.codes.push_back(i % 2);
        map.scene.setContours(std::make_shared<const PointColors>(colorsByCategory(donor, "donor")));
        QCOMPARE(map.scene.outlinesText(), QStringLiteral("Outlines: donor, each around 90 % of the cells"));
        const double key = inked();
        QVERIFY(key > 0.01);
        map.scene.setCaption(QStringLiteral("UMAP of the file · ").repeated(20));
        QVERIFY(std::abs(inked() - key) < 0.02);
        map.scene.setContours(nullptr);
        map.scene.setCaption(QStringLiteral("UMAP"));
        QCOMPARE(inked(), 0.0);
    }

    void simulated_data_say_so() {
        Map map;
        const QImage plain = test::painted(map.scene, size, Theme::light());
        map.scene.setSimulated(true);
        QVERIFY(plain != test::painted(map.scene, size, Theme::light()));
    }

    // Made on another thread from a copy, it is the picture that would have been painted here.
    void a_picture_made_of_a_copy_is_the_same() {
        const QRectF area(QPointF(0, 0), size);
        Map map;
        CellSet some(map.x.size());
        for (std::size_t i = 0; i < map.x.size(); i += 3) some.insert(i);
        const QImage before = test::painted(map.scene, size, Theme::light(), 1);
        const auto revision = map.scene.revision();
        map.scene.setSelection(some);
        map.scene.setHiddenCategories({0, 1, 0});
        QVERIFY(map.scene.revision() != revision);

        EmbeddingScene copy = map.scene;
        PaintStyle style;
        style.theme = Theme::light();
        Job job;
        std::thread([&] { copy.prepare(area, 1, style, job); }).join();
        Map direct;
        direct.scene.setSelection(some);
        direct.scene.setHiddenCategories({0, 1, 0});
        const QImage wanted = test::painted(direct.scene, size, Theme::light(), 1);
        QVERIFY(wanted != before);
        map.scene.take(copy);
        QCOMPARE(test::painted(map.scene, size, Theme::light(), 1), wanted);
        // A copy that paints something else leaves this one's picture alone.
        copy.setSelection(CellSet(map.x.size()));
        QVERIFY(test::painted(copy, size, Theme::light(), 1) != wanted);
        QCOMPARE(test::painted(map.scene, size, Theme::light(), 1), wanted);
        job.cancel();
        copy.setSelection(some);
        QVERIFY_EXCEPTION_THROWN(copy.prepare(area, 1, style, job), Cancelled);
    }

    void what_changes_nothing_asks_for_no_new_picture() {
        Map map;
        const auto revision = map.scene.revision();
        map.scene.setSelection(CellSet(map.x.size()));
        map.scene.setShown(std::nullopt);
        map.scene.setHiddenCategories({});
        map.scene.setPointSize(4);
        map.scene.setHighlighted(7U);
        QCOMPARE(map.scene.revision(), revision);
    }
};

QTEST_MAIN(TestEmbeddingScene)
#include "tst_embedding_scene.moc"
