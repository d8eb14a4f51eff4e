// The map in space on paper against what VTK draws on screen: the same cells at the same places, the nearer
// ones in front.
#include <QGuiApplication>
#include <QMouseEvent>
#include <QOpenGLWidget>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/random.h"
#include "ui/export/figure_exporter.h"
#include "ui/figures/space_figure.h"
#include "ui/render/scatter_raster.h"
#include "ui/render3d/scatter_widget_3d.h"

using namespace regulus;

namespace {

constexpr QSize size(480, 360);
constexpr double points_wide = 8;

SpacePicture cloud(std::size_t cells) {
    Random random(2);
    auto at = std::make_shared<Matrix>(cells, 3);
    Categorical type;
    type.categories = {"a", "b", "c"};
    for (std::size_t i = 0; i < cells; ++i) {
        for (std::size_t d = 0; d < 3; ++d) (*at)(i, d) = float(random.normal() + (d == i % 3 ? 5.0 : 0.0));
        type.codes.push_back(int(i % 3));
    }
    SpacePicture picture;
    picture.coordinates = at;
    picture.colors = colorsByCategory(type, "type");
    picture.shown = CellSet(cells);
    for (std::size_t i = 0; i < cells; ++i) picture.shown.insert(i);
    picture.selected = CellSet(cells);
    picture.pointSize = points_wide;
    picture.opacity = 1;
    picture.title = "UMAP in 3-D";
    return picture;
}

SpaceFrame frameOf(const SpacePicture& picture) {
    std::vector<float> xyz;
    for (std::size_t cell = 0; cell < picture.coordinates->rows; ++cell)
        for (std::size_t d = 0; d < 3; ++d)
            xyz.push_back(picture.shown.contains(cell) ? (*picture.coordinates)(cell, d) : std::nanf(""));
    const Projected seen = project(xyz, picture.camera);
    return frameOf(SpatialGrid(seen.x, seen.y), picture.camera.aspect);
}

// The plot alone, with the pixels of the widget's picture: its frame is part of that.
QImage onPaper(const SpacePicture& picture) {
    const SpaceFrame frame = frameOf(picture);
    const double height = frame.height * size.height(), width = frame.aspect * height;
    QImage image(int(std::lround(width)), int(std::lround(height)), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    Job job;
    SpaceFigure(picture).paintPlot(painter, QRectF(0, 0, width / 10.0, height / 10.0), 0,
                                   {10, PointsAs::Raster}, job);
    return image;
}

// Index of the colour of the table that a pixel is nearest to; -1 for paper.
int nearest(QRgb pixel, const std::vector<QRgb>& table) {
    const auto away = [pixel](QRgb c) {
        return std::abs(qRed(pixel) - qRed(c)) + std::abs(qGreen(pixel) - qGreen(c)) +
               std::abs(qBlue(pixel) - qBlue(c));
    };
    int best = -1, least = away(qRgb(255, 255, 255));
    for (std::size_t c = 1; c < table.size(); ++c)
        if (away(table[c]) < least) least = away(table[best = int(c)]);
    return best;
}

}  // namespace

class TestSpaceFigure : public QObject {
    Q_OBJECT

    // What the widget shows of the picture, and the picture with the camera it shows it with.
    std::pair<QImage, SpacePicture> onScreen(SpacePicture picture, QPoint drag) {
        ScatterWidget3d widget;
        widget.resize(size);
        std::vector<float> xyz(picture.coordinates->values.begin(), picture.coordinates->values.end());
        std::vector<QRgb> colors;
        for (const std::uint16_t c : picture.colors.index) colors.push_back(picture.colors.table[c]);
        widget.setPointSize(picture.pointSize);
        widget.setPoints(std::move(xyz), colors);
        widget.show();
        if (!QTest::qWaitForWindowExposed(&widget)) return {};
        auto* canvas = widget.findChild<QOpenGLWidget*>();
        canvas->grabFramebuffer();
        if (!drag.isNull()) {
            const QPoint from(size.width() / 2, size.height() / 2);
            QTest::mousePress(canvas, Qt::LeftButton, {}, from);
            QMouseEvent move(QEvent::MouseMove, QPointF(from + drag),
                             canvas->mapToGlobal(QPointF(from + drag)), Qt::NoButton, Qt::LeftButton, {});
            QCoreApplication::sendEvent(canvas, &move);
            QTest::mouseRelease(canvas, Qt::LeftButton, {}, from + drag);
        }
        const QImage image = canvas->grabFramebuffer();
        picture.camera = widget.camera();
        return {image, picture};
    }

  private Q_SLOTS:
    void init() {
        if (QGuiApplication::platformName() != QStringLiteral("xcb")) QSKIP("needs a display with OpenGL");
    }

    void paper_shows_what_the_screen_shows_data() {
        QTest::addColumn<QPoint>("drag");
        QTest::newRow("from the front") << QPoint();
        QTest::newRow("turned") << QPoint(90, -60);
    }
    void paper_shows_what_the_screen_shows() {
        QFETCH(QPoint, drag);
        const auto [screen, picture] = onScreen(cloud(600), drag);
        QCOMPARE(screen.size(), size);
        const QImage paper = onPaper(picture);
        // The frame is nearly filled by the points, and lies within the screen.
        const SpaceFrame frame = frameOf(picture);
        QVERIFY(paper.width() <= size.width() && paper.height() <= size.height());
        const QPoint corner(
            int(std::lround(size.width() / 2.0 + frame.center.x() * size.height() - paper.width() / 2.0)),
            int(std::lround(size.height() / 2.0 - frame.center.y() * size.height() - paper.height() / 2.0)));
        int both = 0, same = 0, seen = 0, drawn = 0;
        for (int y = 0; y < paper.height(); ++y)
            for (int x = 0; x < paper.width(); ++x) {
                const int a = nearest(screen.pixel(QPoint(x, y) + corner), picture.colors.table),
                          b = nearest(paper.pixel(x, y), picture.colors.table);
                seen += a > 0;
                drawn += b > 0;
                both += a > 0 && b > 0;
                same += a > 0 && a == b;
            }
        QVERIFY2(seen > 8000, qPrintable(QString::number(seen)));
        const QString counts =
            QString("%1 seen, %2 drawn, %3 both, %4 of one colour").arg(seen).arg(drawn).arg(both).arg(same);
        QVERIFY2(both > 0.92 * seen && both > 0.92 * drawn, qPrintable(counts));
        QVERIFY2(same > 0.97 * both, qPrintable(counts));
    }

    void the_nearer_point_is_in_front() {
        SpacePicture picture = cloud(2);
        auto at = std::make_shared<Matrix>(2, 3);
        (*at)(0, 2) = 1;
        (*at)(1, 2) = -1;
        picture.coordinates = at;
        picture.camera.position = {0, 0, 10};
        const auto middle = [](const SpacePicture& p) {
            const QImage image = onPaper(p);
            return image.pixel(image.width() / 2, image.height() / 2);
        };
        QCOMPARE(middle(picture), picture.colors.table[1]);
        picture.camera.position = {0, 0, -10};
        QCOMPARE(middle(picture), picture.colors.table[2]);
        // What is selected lies above what is not, which steps back.
        picture.selected.insert(0);
        QCOMPARE(middle(picture), picture.colors.table[1]);
        picture.shown = CellSet(2);
        picture.shown.insert(1);
        RasterStyle style;
        style.table = picture.colors.table;
        style.dimOthers = true;
        QCOMPARE(middle(picture), pointColor(style, 2, false));
    }

    void high_values_lie_above_unless_the_order_is_mixed() {
        SpacePicture picture = cloud(3);
        auto at = std::make_shared<Matrix>(3, 3);
        for (std::size_t i = 0; i < 3; ++i) (*at)(i, 2) = float(i);  // the last is the nearest
        picture.coordinates = at;
        picture.camera.position = {0, 0, 10};
        picture.colors = colorsByValue({1, 5, 3}, "LYZ");
        const auto middle = [&] {
            const QImage image = onPaper(picture);
            return image.pixel(image.width() / 2, image.height() / 2);
        };
        QCOMPARE(middle(), picture.colors.table[picture.colors.index[1]]);
        picture.mixedOrder = true;
        QCOMPARE(middle(), picture.colors.table[picture.colors.index[2]]);
        const auto texts = [&] {
            Job job;
            QStringList said;
            for (const FigureText& text : SpaceFigure(picture).layOut({}, job).texts) said << text.text;
            return said.join(' ');
        };
        QVERIFY2(texts().contains("nearer cells"), qPrintable(texts()));
        picture.mixedOrder = false;
        QVERIFY2(texts().contains("high values"), qPrintable(texts()));
    }

    void points_let_through_what_lies_behind() {
        SpacePicture picture = cloud(1);
        picture.coordinates = std::make_shared<Matrix>(1, 3);
        picture.camera.position = {0, 0, 10};
        picture.opacity = 0.5;
        const QImage image = onPaper(picture);
        const QColor seen = image.pixelColor(image.width() / 2, image.height() / 2),
                     own(picture.colors.table[1]);
        QVERIFY2(std::abs(seen.red() - (own.red() + 255) / 2) < 4, qPrintable(seen.name()));
    }

    // In the corner of the plot, as the camera sees the directions.
    void the_marker_says_where_the_directions_point() {
        SpacePicture picture = cloud(300);
        picture.camera.position = {2, 2, 60};
        picture.camera.target = {2, 2, 0};
        const auto ends = [&] {
            Job job;
            const FigureDrawing drawing = SpaceFigure(picture).layOut({}, job);
            std::map<QString, QPointF> at;
            for (const FigureText& text : drawing.texts)
                if (text.text == "1" || text.text == "2" || text.text == "UMAP")
                    at[text.text] = text.box().center();
            for (const auto& [name, place] : at)
                if (!drawing.plots.front().contains(place)) return std::map<QString, QPointF>{};
            return at;
        };
        QVERIFY(ends().empty());
        picture.marker = {{"1", "2", "3"}, "UMAP"};
        const auto front = ends();
        QCOMPARE(front.size(), 3U);
        QVERIFY(front.at("1").x() > front.at("2").x() + 1 && front.at("2").y() < front.at("1").y() - 1);
        picture.camera.up = {1, 0, 0};  // on its side
        const auto turned = ends();
        QCOMPARE(turned.size(), 3U);
        QVERIFY(turned.at("1").y() < turned.at("2").y() - 1);
    }

    // Cells everywhere but in the upper right.
    void the_marker_stands_where_the_fewest_cells_are() {
        SpacePicture picture = cloud(2000);
        auto at = std::make_shared<Matrix>(2000, 3);
        Random random(4);
        for (std::size_t i = 0; i < 2000; ++i) do {
                for (std::size_t d = 0; d < 2; ++d) (*at)(i, d) = float(2 * random.uniform() - 1);
            } while ((*at)(i, 0) > 0 && (*at)(i, 1) > 0);
        picture.coordinates = at;
        picture.camera.position = {0, 0, 6};
        picture.marker = {{"1", "2", "3"}, "UMAP"};
        Job job;
        const FigureDrawing drawing = SpaceFigure(picture).layOut({}, job);
        const auto name = std::ranges::find(drawing.texts, QString("UMAP"), &FigureText::text);
        QVERIFY(name != drawing.texts.end());
        const QRectF plot = drawing.plots.front();
        QVERIFY(name->box().left() > plot.center().x() && name->box().bottom() < plot.center().y());
    }

    void what_the_eye_does_not_see_is_not_drawn() {
        SpacePicture picture = cloud(300);
        picture.camera.position = {0, 0, 50};
        picture.shown = CellSet(300);
        for (std::size_t i = 0; i < 300; i += 3) picture.shown.insert(i);
        const QImage image = onPaper(picture);
        QVERIFY(image.pixel(image.width() / 2, image.height() / 2) != qRgb(255, 255, 255));
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                for (const std::size_t other : {2U, 3U})  // edges blend, whole pixels do not
                    QVERIFY(image.pixel(x, y) != picture.colors.table[other]);
        picture.camera.target = {0, 0, 100};  // away from all of them
        const QImage nothing = onPaper(picture);
        for (int y = 0; y < nothing.height(); ++y)
            for (int x = 0; x < nothing.width(); ++x) QCOMPARE(nothing.pixel(x, y), qRgb(255, 255, 255));
    }

    // A wide window around a cloud in its middle: the page is the cloud's.
    void the_cloud_fills_the_page() {
        SpacePicture picture = cloud(600);
        picture.camera.position = {2, 2, 60};
        picture.camera.target = {2, 2, 0};
        picture.camera.aspect = 3;
        picture.camera.height = 400;
        picture.pointSize = 4;
        const QImage image = onPaper(picture);
        QRect inked;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                if (image.pixel(x, y) != qRgb(255, 255, 255)) inked |= QRect(x, y, 1, 1);
        QVERIFY2(inked.width() > 0.8 * image.width() || inked.height() > 0.8 * image.height(),
                 qPrintable(QString("%1 × %2 of %3 × %4")
                                .arg(inked.width())
                                .arg(inked.height())
                                .arg(image.width())
                                .arg(image.height())));
        QVERIFY(image.width() < 1.2 * 400);
        // What the person came close to is what is shown.
        picture.camera.position = {2, 2, 12};
        picture.camera.aspect = 2;
        const SpaceFrame near = frameOf(picture);
        QVERIFY(near.height <= 1.0001 && near.height * near.aspect <= 2.0001);
    }

    void points_that_would_fill_the_picture_are_bounded() {
        SpacePicture picture = cloud(300);
        picture.camera.position = {0, 0, 50};
        picture.pointSize = 5000;
        picture.camera.height = 1;
        const QImage image = onPaper(picture);
        QCOMPARE(image.pixel(2, 2), qRgb(255, 255, 255));
    }

    void it_is_a_figure_with_a_key_in_every_format() {
        QTemporaryDir folder;
        SpacePicture picture = cloud(300);
        picture.camera.position = {0, 0, 50};
        picture.camera.height = size.height();
        const SpaceFigure figure(picture);
        Job job;
        for (const FigureFormat format : {FigureFormat::Svg, FigureFormat::Png}) {
            FigureOptions options;
            options.format = format;
            options.points = PointsAs::Vector;
            const QString path = folder.filePath("a." + suffix(format));
            exportFigure(figure, options, path, job);
            if (format == FigureFormat::Png) continue;
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray svg = file.readAll();
            QVERIFY(svg.contains(">type</text>"));
            QVERIFY(svg.count("<circle") + svg.count("<ellipse") >= 250);
            QVERIFY(!svg.contains("<image"));
        }
    }
};

QTEST_MAIN(TestSpaceFigure)
#include "tst_space_figure.moc"
