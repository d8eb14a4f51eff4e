// Every kind of figure at the widths of journals, as other programs read its file: no text smaller than set,
// none off the page or over another, none cut short; fonts embedded; keys beside the cells, not over them.
#include <QGuiApplication>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/test_data.h"
#include "tests/ui/figures/figure_cases.h"
#include "tests/ui/figures/written_figure.h"
#include "tests/ui/render/offscreen.h"
#include "ui/export/figure_exporter.h"
#include "ui/render/color_math.h"

using namespace regulus;
using test::WrittenFigure;
using test::WrittenText;

namespace {

constexpr double points = 7;
constexpr double slack = 0.06;  // mm; six digits in SVG, whole units in PDF

QString plain(QString text) {
    return text.remove(QLatin1Char(' '));
}

bool meet(const QRectF& a, const QRectF& b) {
    return a.adjusted(slack, slack, -slack, -slack).intersects(b.adjusted(slack, slack, -slack, -slack));
}

// What is wrong with the texts; empty when nothing.
QString faults(const WrittenFigure& figure) {
    const QRectF page(QPointF(), figure.page);
    for (std::size_t i = 0; i < figure.texts.size(); ++i) {
        const WrittenText& a = figure.texts[i];
        const QString name = '"' + a.text + '"';
        if (a.text.contains(QChar(0x2026))) return name + " is cut short";
        if (!page.adjusted(-slack, -slack, slack, slack).contains(a.box)) return name + " is off the page";
        for (std::size_t j = i + 1; j < figure.texts.size(); ++j)
            if (meet(a.box, figure.texts[j].box)) return name + " is over \"" + figure.texts[j].text + '"';
    }
    return {};
}

// Names are there whole, wrapped or not.
QString missingName(const WrittenFigure& figure, const QStringList& names) {
    QString all;
    for (const WrittenText& text : figure.texts) all += text.text + '\n';
    for (const QString& name : names) {
        QString pattern;
        for (const QChar c : plain(name)) pattern += QRegularExpression::escape(QString(c)) + "\\s*";
        if (!QRegularExpression(pattern).match(all).hasMatch()) return name;
    }
    return {};
}

}  // namespace

class TestFigureFiles : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    Job m_job;

    QString path(const QString& name) { return m_folder.filePath(name); }
    FigureOptions options(double width, FigureFormat format) {
        FigureOptions o;
        o.widthMm = width;
        o.format = format;
        o.textPoints = points;
        return o;
    }

  private Q_SLOTS:
    void layouts_data() {
        QTest::addColumn<int>("number");
        QTest::addColumn<double>("width");
        const auto cases = test::figureCases();
        for (std::size_t i = 0; i < cases.size(); ++i)
            for (const double width : {85.0, 89.0, 174.0, 183.0})
                QTest::newRow(qPrintable(QString("%1 at %2 mm").arg(cases[i].name).arg(width)))
                    << int(i) << width;
    }

    void layouts() {
        QFETCH(int, number);
        QFETCH(double, width);
        static const auto cases = test::figureCases();
        const test::FigureCase& now = cases[std::size_t(number)];
        const FigureDrawing drawing = now.figure->layOut({width, 0, points}, m_job);
        QVERIFY2(drawing.problems.isEmpty(), qPrintable(drawing.problems.join(' ')));
        QCOMPARE(drawing.page.width(), width);
        const QRectF page(QPointF(), drawing.page);
        QCOMPARE(!drawing.legend.isEmpty(), now.key);
        QVERIFY(!now.key || page.contains(drawing.legend));
        for (const QRectF& plot : drawing.plots) {
            QVERIFY(page.contains(plot));
            QVERIFY(!plot.intersects(drawing.legend));
            QVERIFY(plot.width() >= 12 || now.name.contains("_2_"));
        }
        // A journal's page is 247 mm high; 30 groups by 40 TFs at 7 points are more than one column of it.
        const bool much = now.names.size() > 9 && width < 100;
        QVERIFY2(drawing.page.height() < (much ? 700 : 247),
                 qPrintable(QString::number(drawing.page.height())));

        // No strip of empty paper at the foot.
        double lowest = drawing.legend.bottom();
        for (const FigureText& text : drawing.texts) lowest = std::max(lowest, text.box().bottom());
        QVERIFY2(lowest > drawing.page.height() - 3.5,
                 qPrintable(QString("%1 of %2").arg(lowest).arg(drawing.page.height())));

        const QString svg = path("a.svg"), pdf = path("a.pdf");
        exportFigure(*now.figure, options(width, FigureFormat::Svg), svg, m_job);
        const WrittenFigure written = test::readSvg(svg);
        QVERIFY(std::abs(written.page.width() - width) < 0.01);
        QVERIFY(!written.texts.empty());
        for (const WrittenText& text : written.texts)
            QVERIFY2(text.points > points - 0.01, qPrintable(text.text + QString::number(text.points)));
        QCOMPARE(faults(written), QString());
        QCOMPARE(missingName(written, now.names), QString());
        // Of the texts only the names of groups lie on the cells, and those only on a map.
        for (const WrittenText& text : written.texts)
            if (meet(text.box, drawing.legend))
                for (const QRectF& plot : drawing.plots) QVERIFY(!meet(text.box, plot));

        if (QStandardPaths::findExecutable("pdftotext").isEmpty()) {
            QVERIFY2(!test::data_required(), "poppler-utils is not installed");
            QSKIP("poppler-utils is not installed");
        }
        exportFigure(*now.figure, options(width, FigureFormat::Pdf), pdf, m_job);
        const WrittenFigure read = test::readPdf(pdf);
        QVERIFY(std::abs(read.page.width() - width) < 0.4);
        QCOMPARE(faults(read), QString());
        for (const WrittenText& text : read.texts)
            if (text.text.size() >= 5)
                QVERIFY2(std::min(text.box.width(), text.box.height()) > points * mm_per_point,
                         qPrintable(text.text));
        const QStringList fonts = test::outputOf("pdffonts", {pdf}).trimmed().split('\n').mid(2);
        QVERIFY(!fonts.isEmpty());
        for (const QString& line : fonts)
            QVERIFY2(
                line.contains("LiberationSans") && line.contains(QRegularExpression("Identity-H\\s+yes")),
                qPrintable(line));
        if (const QString keep = qEnvironmentVariable("REGULUS_TEST_OUTPUT"); !keep.isEmpty()) {
            const QString name = QString("%1/%2_%3.png").arg(keep, now.name).arg(width);
            exportFigure(*now.figure, options(width, FigureFormat::Png), name, m_job);
        }
    }

    void text_keeps_its_size_at_every_size_that_is_asked_for() {
        const auto figure = test::heatmap(9, false);
        for (const double size : {5.0, 7.0, 9.0}) {
            FigureOptions o = options(89, FigureFormat::Svg);
            o.textPoints = size;
            exportFigure(*figure, o, path("b.svg"), m_job);
            for (const WrittenText& text : test::readSvg(path("b.svg")).texts)
                QVERIFY(std::abs(text.points - size) < 0.01);
        }
    }

    void a_height_that_is_too_small_is_refused_with_the_one_that_is_needed() {
        for (const std::shared_ptr<const Figure>& figure :
             {std::shared_ptr<const Figure>(test::heatmap(9, false)),
              std::shared_ptr<const Figure>(std::make_shared<MapFigure>(test::mapPicture(30, false))),
              std::shared_ptr<const Figure>(std::make_shared<PointPlotFigure>(test::volcano(300)))}) {
            FigureOptions o = options(89, FigureFormat::Png);
            o.heightMm = 12;
            QString message;
            try {
                exportFigure(*figure, o, path("never.png"), m_job);
            } catch (const std::exception& error) {
                message = error.what();
            }
            const auto needed = QRegularExpression("height of (\\d+) mm").match(message);
            QVERIFY2(needed.hasMatch(), qPrintable(message));
            QVERIFY(!QFile::exists(path("never.png")));
            o.heightMm = needed.captured(1).toDouble();
            exportFigure(*figure, o, path("b.png"), m_job);
            QCOMPARE(pixelsOf({89, o.heightMm}, 300), QImage(path("b.png")).size());
        }
    }

    void the_page_is_white_whatever_the_theme() {
        exportFigure(*test::heatmap(9, false), options(89, FigureFormat::Png), path("w.png"), m_job);
        const QImage image(path("w.png"));
        for (const QPoint corner :
             {QPoint(0, 0), QPoint(image.width() - 1, 0), QPoint(image.width() - 1, image.height() - 1)})
            QCOMPARE(image.pixel(corner), qRgb(255, 255, 255));
    }

    // Two rows of three fields, the last of the first row small; also when the matrix is turned round.
    void small_fields_stay_in_the_middle_of_their_place() {
        MatrixPicture picture;
        picture.rows.names = {"a", "b"};
        picture.columns.names = {"x", "y", "z"};
        picture.fields.assign(6, QColor(200, 0, 0));
        picture.small = {0, 0, 1, 0, 0, 0};
        for (const bool turn : {false, true}) {
            const MatrixFigure figure(turn ? turned(picture) : picture);
            const FigureDrawing drawing = figure.layOut({89, 0, points}, m_job);
            std::vector<QRectF> boxes;
            for (const FigureShape& shape : drawing.shapes)
                if (shape.color == QColor(200, 0, 0)) boxes.push_back(shape.box);
            QCOMPARE(boxes.size(), std::size_t{6});
            const std::size_t small = turn ? 4 : 2;
            const QRectF beside = boxes[turn ? 5 : 1];  // in one row
            QVERIFY(std::abs(boxes[small].width() - muted_size * beside.width()) < 1e-6);
            QVERIFY(std::abs(boxes[small].height() - muted_size * beside.height()) < 1e-6);
            QVERIFY(std::abs(boxes[small].center().y() - beside.center().y()) < 1e-6);
        }
    }

    void a_cancelled_drawing_leaves_the_painter_as_it_was() {
        const PointPlotFigure figure(test::volcano(300));
        const FigureDrawing drawing = figure.layOut({89, 0, points}, m_job);
        QImage image(200, 200, QImage::Format_RGB32);
        QPainter painter(&image);
        painter.setOpacity(0.5);
        Job cancelled;
        cancelled.cancel();
        QVERIFY_EXCEPTION_THROWN(paintFigure(painter, figure, drawing, {}, cancelled), Cancelled);
        QVERIFY(!(painter.renderHints() & QPainter::LosslessImageRendering));  // set while it draws
        QTest::failOnWarning(QRegularExpression("saved states"));
        painter.end();
    }

    // As one layer of pixels or as marks: the points lie where the axes say.
    void points_of_a_volcano_lie_where_the_axes_say() {
        PointPlot plot;
        plot.x.low = -2;
        plot.x.high = 2;
        plot.y.high = 10;
        plot.points = {{1, 5, 0, PointPlot::Tone::Higher, false},
                       {-1, 2.5, 1, PointPlot::Tone::Lower, false}};
        const PointPlotFigure figure(plot);
        const FigureDrawing drawing = figure.layOut({89, 0, points}, m_job);
        const QRectF box = drawing.plots.at(0);
        for (const PointsAs as : {PointsAs::Raster, PointsAs::Vector}) {
            QImage image(pixelsOf(drawing.page, 300), QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            paintFigure(painter, figure, drawing, {300 / 25.4, as}, m_job);
            painter.end();
            for (const PointPlot::Point& point : plot.points) {
                const QPointF at(box.left() + (point.x + 2) / 4 * box.width(),
                                 box.bottom() - point.y / 10 * box.height());
                const QPoint pixel = (at * (300 / 25.4)).toPoint();
                QCOMPARE(image.pixelColor(pixel), toneColor(point.tone, Theme::figure()));
                QCOMPARE(image.pixelColor(pixel + QPoint(12, 12)), QColor(Qt::white));
            }
        }
        QVERIFY(!PointPlotFigure({}).layOut({89, 0, points}, m_job).problems.isEmpty());
    }

    // A large picture is drawn in slices; a point on the edge of one is as round as any other.
    void points_are_whole_at_every_resolution() {
        constexpr int points_down = 60;
        std::vector<float> x(points_down, 0.0F), y;
        for (int i = 0; i < points_down; ++i) y.push_back(float(i));
        MapPicture picture;
        picture.points = std::make_shared<SpatialGrid>(x, y);
        picture.colors = colorsUniform(points_down);
        picture.opacity = 1;
        picture.pointSize = 4;
        const MapFigure figure(picture);
        const FigureDrawing drawing = figure.layOut({89, 0, points}, m_job);
        const QImage image = renderFigure(figure, drawing, 1200, m_job);
        const int middle = int(drawing.plots[0].center().x() * 1200 / 25.4);
        int run = 0, shortest = 1 << 20, longest = 0, runs = 0;
        for (int row = 0; row < image.height(); ++row) {
            if (image.pixel(middle, row) != qRgb(255, 255, 255)) {
                ++run;
                continue;
            }
            if (run > 0) {
                shortest = std::min(shortest, run);
                longest = std::max(longest, run);
                ++runs;
            }
            run = 0;
        }
        QCOMPARE(runs, points_down);
        QVERIFY2(longest > 30 && longest - shortest <= 2,
                 qPrintable(QString("%1 to %2").arg(shortest).arg(longest)));
    }

    // A name that has no room is left to the key; the others keep their places.
    void numbers_are_not_broken() {
        const FigureFont font{7};
        const QChar thin(0x2009), narrow(0x202f);
        const QStringList whole{"2,638",
                                "0.5",
                                "1" + QString(thin) + "234",
                                "12" + QString(narrow) + "345",
                                "3/4",
                                "98.0 %",
                                "1:200",
                                "-0.31",
                                "1.5e-06"};
        for (const QString& number : whole) {
            const QString text = "cells kept " + number + " of all";
            for (double room = textWidth("1.5e-06", font); room < textWidth(text, font); room += 0.1) {
                const QStringList lines = wrapped(text, room, font);
                const bool kept =
                    std::ranges::any_of(lines, [&](const QString& line) { return line.contains(number); });
                QVERIFY2(kept, qPrintable(number + ": " + lines.join("|")));
                QCOMPARE(lines.join(" "), text);
            }
            // Where nothing else is left, it is better broken than not there.
            const auto letters = [](QString all) {
                return all.removeIf([](QChar c) { return c.isSpace(); });
            };
            QCOMPARE(letters(wrapped(number, 0.5, font).join(QString())), letters(number));
        }
        // Names break where they did, and never before a separator.
        QCOMPARE(wrapped("naive CD4+ T-cell/monocyte", 14, font).first(), QString("naive CD4+"));
        QCOMPARE(unbrokenPieces("T-cell, 2,638 · 3 %"), (QStringList{"T-", "cell,", "2,638 ·", "3 %"}));
    }
    void one_name_too_many_takes_no_other_away() {
        MapPicture picture = test::mapPicture(6, false);
        const auto halos = [&] {
            const auto texts = MapFigure(picture).layOut({89, 0, points}, m_job).texts;
            return std::ranges::count_if(texts, &FigureText::halo);
        };
        QCOMPARE(halos(), 6);
        picture.colors.legend.entries[2].label = QString(90, QLatin1Char('n'));
        QCOMPARE(halos(), 5);
    }

    // Both sides of a heatmap may have bars: the note says which are which, also where they change places.
    void the_note_says_whose_bars_they_are() {
        for (const bool turned : {false, true}) {
            const FigureDrawing drawing =
                test::barredHeatmap(5, false, turned)->layOut({183, 0, points}, m_job);
            QStringList words;
            for (const FigureText& text : drawing.texts) words << text.text;
            const QString all = words.join(QLatin1Char(' '));
            QVERIFY2(all.contains("bars of groups: donor_id"), qPrintable(all));
            QVERIFY2(all.contains("bars of TFs: targets, 0–"), qPrintable(all));
        }
    }

    // Vector points let what is below them through; the scale of their colours does not.
    void the_colour_bar_of_vector_points_is_opaque() {
        if (QStandardPaths::findExecutable("pdftoppm").isEmpty()) QSKIP("poppler-utils is not installed");
        const MapFigure figure(test::valueMap(false));
        const QRectF bar = figure.layOut({89, 0, points}, m_job).bars.front().box;
        FigureOptions o = options(89, FigureFormat::Pdf);
        std::vector<QColor> seen;
        for (const PointsAs as : {PointsAs::Raster, PointsAs::Vector}) {
            o.points = as;
            exportFigure(figure, o, path("bar.pdf"), m_job);
            QProcess::execute("pdftoppm", {"-r", "300", "-png", "-singlefile", path("bar.pdf"), path("bar")});
            const QImage image(path("bar.png"));
            QVERIFY(!image.isNull());
            for (const double at : {0.1, 0.5, 0.9})
                seen.push_back(image.pixelColor(
                    QPointF(bar.center().x() * 300 / 25.4, (bar.top() + at * bar.height()) * 300 / 25.4)
                        .toPoint()));
        }
        for (std::size_t i = 0; i < 3; ++i) {
            QVERIFY2(std::abs(seen[i].lightnessF() - seen[i + 3].lightnessF()) < 0.02,
                     qPrintable(seen[i].name() + ' ' + seen[i + 3].name()));
            QVERIFY(seen[i].saturationF() > 0.3);
        }
    }

    // In every kind of figure: the pixels beside the ends of the bar.
    void a_scale_is_pointed_where_values_lie_beyond() {
        const auto clipped = [](bool low, bool high) {
            MapPicture picture = test::valueMap(false);
            picture.simulated = false;
            std::vector<float> values;
            for (std::size_t i = 0; i < picture.colors.size(); ++i) values.push_back(float(i % 100));
            ScaleOptions options;
            options.low = low ? 20 : 0;
            options.high = high ? 70 : 99;
            picture.colors = colorsByValue(values, "n_counts", options);
            return picture;
        };
        const auto galleryOf = [&](bool first, bool second) {
            GalleryPicture maps;
            for (const bool beyond : {first, second}) {
                GalleryPane pane;
                pane.title = "gene";
                MapPicture look = clipped(true, true);
                look.colors.legend.clippedLow = look.colors.legend.clippedHigh = beyond;
                pane.colors = pane.drawn = std::make_shared<const PointColors>(look.colors);
                maps.maps.push_back(galleryMap(pane, look));
            }
            return GalleryFigure(std::move(maps));
        };
        const auto pointed = [&](const Figure& figure) {
            constexpr int dpi = 600;
            const FigureDrawing drawing = figure.layOut({89, 0, points}, m_job);
            const QImage image = renderFigure(figure, drawing, dpi, m_job);
            const FigureBar& bar = drawing.bars.front();
            const QPointF away = bar.standing ? QPointF(0, 0.4) : QPointF(-0.4, 0), middle = bar.box.center();
            const QPointF low =
                bar.standing ? QPointF(middle.x(), bar.box.bottom()) : QPointF(bar.box.left(), middle.y());
            const QPointF high =
                bar.standing ? QPointF(middle.x(), bar.box.top()) : QPointF(bar.box.right(), middle.y());
            const auto near = [&](QPointF at, QRgb color) {
                return colorDistance(image.pixel((at * dpi / 25.4).toPoint()), color) < 0.02;
            };
            return std::pair(near(low + away, bar.colors.front()), near(high - away, bar.colors.back()));
        };
        for (const bool low : {false, true})
            for (const bool high : {false, true})
                QCOMPARE(pointed(MapFigure(clipped(low, high))), std::pair(low, high));
        QCOMPARE(pointed(galleryOf(false, false)), std::pair(false, false));
        QCOMPARE(pointed(galleryOf(false, true)), std::pair(true, true));  // a key of both
    }

    void points_lie_in_the_plot_alone() {
        MapPicture picture = test::valueMap(false);
        picture.simulated = false;
        picture.xName.clear();
        const MapFigure figure(picture);
        const FigureDrawing drawing = figure.layOut({89, 0, points}, m_job);
        const QImage with = renderFigure(figure, drawing, 300, m_job);
        picture.points = std::make_shared<SpatialGrid>();
        const QImage without = renderFigure(MapFigure(picture), drawing, 300, m_job);
        const QRectF plot(drawing.plots[0].topLeft() * 300 / 25.4, drawing.plots[0].size() * 300 / 25.4);
        int inside = 0;
        for (int y = 0; y < with.height(); ++y)
            for (int x = 0; x < with.width(); ++x) {
                if (with.pixel(x, y) == without.pixel(x, y)) continue;
                QVERIFY(plot.adjusted(-2, -2, 2, 2).contains(QPointF(x, y)));
                ++inside;
            }
        QVERIFY(inside > 5000);
    }
};

QTEST_MAIN(TestFigureFiles)
#include "tst_figure_files.moc"
