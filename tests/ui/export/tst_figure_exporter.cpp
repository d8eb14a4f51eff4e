// Figures as other programs read them: size, resolution, text as text, fonts, provenance; and what happens
// when a file cannot be written.
#include <sys/stat.h>
#include <QApplication>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/support/test_data.h"
#include "tests/ui/figures/figure_cases.h"
#include "tests/ui/figures/written_figure.h"
#include "tests/ui/render/offscreen.h"
#include "ui/export/figure_exporter.h"
#include "ui/export/figure_preview.h"
#include "ui/export/table_exporter.h"
#include "ui/figures/map_figure.h"
#include "ui/figures/matrix_figure.h"
#include "ui/render/embedding_scene.h"
#include "ui/render/heatmap_scene.h"

using namespace regulus;

namespace {

void fill(EmbeddingScene& scene) {
    Random random(1);
    std::vector<float> x, y;
    Categorical type;
    type.categories = {"B & T <cells>", "Mono"};
    for (int i = 0; i < 500; ++i) {
        x.push_back(float(random.normal() + i % 2 * 6));
        y.push_back(float(random.normal()));
        type.codes.push_back(i % 2);
    }
    scene.setPoints(std::make_shared<SpatialGrid>(x, y));
    scene.setColors(colorsByCategory(type, "cell_type"));
    scene.setLegendPlace(LegendPlace::Both);
    scene.setAxisNames("UMAP 1", "UMAP 2");
    scene.setTitle("UMAP of cell_type");
}

FigureOptions optionsFor(FigureFormat format) {
    FigureOptions o;
    o.format = format;
    o.widthMm = 89;
    o.heightMm = 70;
    o.dpi = 300;
    o.provenance = {{"Data", "pbmc <3k> & more"}, {"Seed", "0"}};
    return o;
}

// Cancels itself once it is asked for the `after`th time.
class ImpatientJob final : public Job {
  public:
    explicit ImpatientJob(int after) : m_left(after) {}
    bool cancelled() const noexcept override { return --m_left < 0; }
    int asked() const { return -m_left; }

  private:
    mutable int m_left;
};

}  // namespace

class TestFigureExporter : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    EmbeddingScene m_scene;
    Job m_job;

    void save(const FigureOptions& options, const QString& path) {
        exportFigure(MapFigure(m_scene.picture()), options, path, m_job);
    }
    QStringList left() const {
        return QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }
    QString path(const QString& name) { return m_folder.filePath(name); }

  private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        fill(m_scene);
    }

    void png_has_size_resolution_and_words() {
        save(optionsFor(FigureFormat::Png), path("a.png"));
        QImage image(path("a.png"));
        QCOMPARE(image.size(), QSize(1051, 827));
        QVERIFY(std::abs(image.dotsPerMeterX() * 0.0254 - 300) < 0.5);
        QCOMPARE(image.text("Data"), QString("pbmc <3k> & more"));
        QCOMPARE(image.text("Title"), QString("UMAP of cell_type"));
        QVERIFY(test::contentOf(path("a.png")).contains("tEXtData"));
        QVERIFY2(test::share(image, 0xff000000, 60) > 0.001, qPrintable(test::keep(image, "figure")));
        QVERIFY(test::share(image, m_scene.colors().legend.entries[0].color, 60) > 0.003);
    }

    void tiff_is_read_by_others() {
        save(optionsFor(FigureFormat::Tiff), path("a.tiff"));
        REGULUS_NEED_PYTHON("PIL");
        save(optionsFor(FigureFormat::Png), path("b.png"));
        const auto result = test::run_python(
            "import sys\nfrom PIL import Image, ImageChops\nt=Image.open(sys.argv[1]); "
            "p=Image.open(sys.argv[2]).convert('RGB')\n"
            "d=ImageChops.difference(t,p)\n"
            "print(t.size[0], t.size[1], round(float(t.info['dpi'][0])), "
            "sum(d.convert('L').histogram()[64:]), 'Seed: 0' in str(t.tag_v2[270]))\n",
            {path("a.tiff"), path("b.png")});
        QVERIFY2(result.exit_code == 0, qPrintable(result.errors));
        QCOMPARE(result.output.trimmed(), QString("1051 827 300 0 True"));
    }

    void svg_keeps_text_as_text() {
        for (const PointsAs points : {PointsAs::Raster, PointsAs::Vector}) {
            FigureOptions o = optionsFor(FigureFormat::Svg);
            o.points = points;
            save(o, path("a.svg"));
            const QByteArray svg = test::contentOf(path("a.svg"));
            QVERIFY(svg.contains("width=\"89.00mm\" height=\"70.00mm\""));
            QVERIFY(svg.contains(">Mono</text>"));
            QVERIFY(svg.contains(">B &amp; T &lt;cells&gt;</text>"));
            QVERIFY(svg.contains("Liberation Sans"));
            QVERIFY(svg.contains("<entry key=\"Data\">pbmc &lt;3k&gt; &amp; more</entry>"));
            QCOMPARE(svg.contains("<image"), points == PointsAs::Raster);
            QCOMPARE(svg.count("<circle") + svg.count("<ellipse") > 400, points == PointsAs::Vector);
            QSvgRenderer renderer(svg);
            QVERIFY(renderer.isValid());
            QImage image(1051, 827, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            renderer.render(&painter);
            QVERIFY2(test::share(image, m_scene.colors().legend.entries[1].color, 60) > 0.003,
                     qPrintable(test::keep(image, "svg")));
        }
    }

    void pdf_embeds_its_fonts() {
        save(optionsFor(FigureFormat::Pdf), path("a.pdf"));
        QVERIFY(test::contentOf(path("a.pdf")).startsWith("%PDF"));
        if (QStandardPaths::findExecutable("pdffonts").isEmpty()) QSKIP("poppler-utils is not installed");
        const QStringList fonts = test::outputOf("pdffonts", {path("a.pdf")}).trimmed().split('\n').mid(2);
        QVERIFY(!fonts.isEmpty());
        for (const QString& line : fonts) {
            QVERIFY2(line.contains("LiberationSans"), qPrintable(line));
            QVERIFY2(line.contains(QRegularExpression("Identity-H\\s+yes")), qPrintable(line));
        }
        const QString info = test::outputOf("pdfinfo", {path("a.pdf")});
        QVERIFY(info.contains("UMAP of cell_type") && info.contains("Regulus"));
        const auto size = QRegularExpression("Page size:\\s+([\\d.]+) x ([\\d.]+)").match(info);
        QVERIFY(std::abs(size.captured(1).toDouble() / 72 * 25.4 - 89) < 0.4);
        QVERIFY(std::abs(size.captured(2).toDouble() / 72 * 25.4 - 70) < 0.4);
        QVERIFY(test::outputOf("pdfinfo", {"-meta", path("a.pdf")}).contains("pbmc &lt;3k&gt;"));
        QVERIFY(test::outputOf("pdftotext", {path("a.pdf"), "-"}).contains("Mono"));
    }

    void a_heatmap_is_a_figure_too() {
        HeatmapScene heat;
        HeatmapData d;
        d.values = Matrix(2, 3);
        d.values(0, 0) = 1;
        d.values(1, 1) = NAN;
        d.groups = QStringList{"Mono", "B"};
        d.genes = QStringList{"SPI1", "PAX5", "IRF8"};
        d.valueName = "choice";
        heat.setData(d);
        exportFigure(MatrixFigure(pictureOf(heat)), optionsFor(FigureFormat::Svg), path("h.svg"), m_job);
        const QByteArray svg = test::contentOf(path("h.svg"));
        QVERIFY(svg.contains(">SPI1</text>") && svg.contains("font-style=\"italic\""));
    }

    void the_same_figure_twice_is_the_same_file() {
        save(optionsFor(FigureFormat::Svg), path("1.svg"));
        save(optionsFor(FigureFormat::Svg), path("2.svg"));
        QVERIFY(test::contentOf(path("1.svg")) == test::contentOf(path("2.svg")));
    }

    void formats_by_ending() {
        QCOMPARE(figureFormatOf("a/b.PDF"), FigureFormat::Pdf);
        QCOMPARE(figureFormatOf("b.tif"), FigureFormat::Tiff);
        QVERIFY_EXCEPTION_THROWN(figureFormatOf("b.docx"), Error);
    }

    void nonsense_is_refused() {
        const auto wrong = [](double width, double dpi) {
            FigureOptions o;
            o.widthMm = width;
            o.dpi = dpi;
            FigureDrawing drawing;
            drawing.page = QSizeF(width, width);
            return !validate(o, drawing).isEmpty();
        };
        QVERIFY(wrong(5, 300) && wrong(NAN, 300) && wrong(89, 20) && wrong(900, 2400));
        QVERIFY(!wrong(89, 300));
        FigureOptions o;
        o.widthMm = 900;
        o.dpi = 2400;
        try {
            save(o, path("never.png"));
            QFAIL("no error");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Usage);
        }
        QVERIFY(!QFile::exists(path("never.png")));
    }

    // Wherever in its work a cancel finds it, nothing is left behind, and an older file stays as it was.
    void a_cancelled_export_leaves_nothing_data() {
        QTest::addColumn<FigureFormat>("format");
        for (const FigureFormat f :
             {FigureFormat::Png, FigureFormat::Tiff, FigureFormat::Svg, FigureFormat::Pdf})
            QTest::newRow(qPrintable(suffix(f))) << f;
    }
    void a_cancelled_export_leaves_nothing() {
        QFETCH(FigureFormat, format);
        const FigureOptions o = optionsFor(format);
        ImpatientJob patient(1 << 30);
        const MapFigure figure(m_scene.picture());
        const QString kept = path("kept." + suffix(format));
        exportFigure(figure, o, kept, patient);
        const QByteArray before = test::contentOf(kept);
        const QStringList files = left();
        const int looks = (1 << 30) - (-patient.asked());
        QVERIFY2(looks > 10, qPrintable(QString::number(looks)));
        for (int after = 0; after < looks; after += std::max(1, looks / 40)) {
            ImpatientJob job(after);
            QVERIFY_EXCEPTION_THROWN(exportFigure(figure, o, kept, job), Cancelled);
        }
        QCOMPARE(left(), files);
        QVERIFY(test::contentOf(kept) == before);
    }

    void what_cannot_be_written_leaves_nothing() {
        for (const QString& where : {path("no/such/folder/a.png"), QString("/proc/a.png")}) {
            try {
                save(optionsFor(FigureFormat::Png), where);
                QFAIL("no error");
            } catch (const Error& error) {
                QCOMPARE(error.kind(), ErrorKind::Storage);
                QVERIFY(QString::fromStdString(error.where()).contains(where));
            }
        }
        // What is no ordinary file stays what it is: a rename would put a file in a device's place. (A pipe
        // of our own stands for the device; a test must not be able to harm the machine's.)
        const QString pipe = path("pipe");
        QCOMPARE(::mkfifo(pipe.toLocal8Bit().constData(), 0600), 0);
        QVERIFY_EXCEPTION_THROWN(exportTable({{"a"}, {}}, pipe), Error);
        QVERIFY_EXCEPTION_THROWN(save(optionsFor(FigureFormat::Png), pipe), Error);
        QVERIFY(QFileInfo::exists(pipe) && !QFileInfo(pipe).isFile());
    }

    void tables_are_quoted() {
        const FigureNumbers n{{"cell", "type"}, {{"a,b", "say \"x\""}, {"", "two\nlines"}}};
        exportTable(n, path("t.csv"));
        QCOMPARE(test::contentOf(path("t.csv")),
                 QByteArray("cell,type\n\"a,b\",\"say \"\"x\"\"\"\n,\"two\nlines\"\n"));
        exportTable(n, path("t.tsv"));
        QVERIFY(test::contentOf(path("t.tsv")).startsWith("cell\ttype\na,b\t"));
        exportTable(m_scene.numbers(), path("m.csv"));
        QCOMPARE(test::contentOf(path("m.csv")).count('\n'), 501);
        // Every number reads back as the float it was.
        const auto rows = m_scene.numbers().rows;
        const SpatialGrid& grid = *m_scene.points();
        for (std::size_t i = 0; i < grid.placed(); ++i) {
            QCOMPARE(QByteArray::fromStdString(rows[grid.rows()[i]][1]).toFloat(), grid.x()[i]);
            QCOMPARE(QByteArray::fromStdString(rows[grid.rows()[i]][2]).toFloat(), grid.y()[i]);
        }
        exportTable(n, path("T.TSV"));
        QVERIFY(test::contentOf(path("T.TSV")).startsWith("cell\ttype\n"));
    }

    void the_dialog_previews_and_saves() {
        JobRunner jobs;
        FigurePreview dialog(std::make_shared<MapFigure>(m_scene.picture()), {{"Seed", "3"}}, jobs);
        dialog.setOptions(optionsFor(FigureFormat::Png));
        dialog.show();
        QVERIFY(dialog.findChild<QLabel*>()->pixmap().isNull());  // it is drawn in a job
        QTRY_VERIFY(!dialog.findChild<QLabel*>()->pixmap().isNull());
        QCOMPARE(dialog.options().widthMm, 89.0);
        FigureOptions chosen;
        connect(&dialog, &FigurePreview::chosen, this, [&](const FigureOptions& o) { chosen = o; });
        dialog.saveTo(path("d.png"));
        QCOMPARE(chosen.provenance.at("Seed"), QString("3"));
        QVERIFY(!dialog.isVisible());
        for (const auto& [name, format] : {std::pair{"d.pdf", FigureFormat::Pdf},
                                           {"d.TIF", FigureFormat::Tiff},
                                           {"d.png", FigureFormat::Png},
                                           {"d", FigureFormat::Png}}) {
            dialog.saveTo(path(name));
            QCOMPARE(chosen.format, format);
        }
    }

    void the_dialog_says_what_is_wrong() {
        JobRunner jobs;
        FigurePreview dialog(test::heatmap(9, false), {}, jobs);
        FigureOptions o = optionsFor(FigureFormat::Png);
        o.heightMm = 15;
        dialog.setOptions(o);
        dialog.show();
        const auto words = [&] {
            QString all;
            for (const QLabel* label : dialog.findChildren<QLabel*>()) all += label->text();
            return all;
        };
        QTRY_VERIFY2(words().contains("needs a height of"), qPrintable(words()));
        QVERIFY(!dialog.findChild<QPushButton*>()->isEnabled());
    }

    void a_height_is_automatic_or_large_enough() {
        JobRunner jobs;
        FigurePreview dialog(std::make_shared<MapFigure>(m_scene.picture()), {}, jobs);
        dialog.setOptions(optionsFor(FigureFormat::Png));
        dialog.show();
        auto* save = dialog.findChild<QPushButton*>();
        QDoubleSpinBox* height = nullptr;
        for (auto* box : dialog.findChildren<QDoubleSpinBox*>()) {
            if (!box->specialValueText().isEmpty()) height = box;
        }
        QVERIFY(height);
        height->setValue(0);
        QTRY_VERIFY(save->isEnabled());
        height->stepUp();
        QCOMPARE(height->value(), 10.0);
        height->stepUp();
        QCOMPARE(height->value(), 11.0);
        height->stepBy(-2);
        QCOMPARE(height->value(), 0.0);
        height->setValue(5);  // typed
        QVERIFY(!save->isEnabled());
    }

    void an_export_is_a_job_that_can_be_cancelled() {
        JobRunner jobs;
        const auto figure = std::make_shared<MapFigure>(test::mapPicture(9, false, 200000));
        FigureOptions o = optionsFor(FigureFormat::Png);
        o.heightMm = 0;
        o.dpi = 2400;
        const QStringList files = left();
        QString saved;
        const auto done = [&](const QString& where) { saved = where; };
        {
            JobRunner stopped;
            const int id = startExport(stopped, figure, o, path("large.png"), this, done);
            QTest::qWait(50);
            stopped.cancel(id);
        }  // its threads have ended
        QCOMPARE(left(), files);
        QVERIFY(saved.isEmpty());
        o.dpi = 100;
        startExport(jobs, figure, o, path("small.png"), this, done);
        QTRY_COMPARE_WITH_TIMEOUT(saved, path("small.png"), 60000);
        QVERIFY(!QImage(saved).isNull());
        QString problem;
        connect(&jobs, &JobRunner::failed, this,
                [&](const Error& error) { problem = QString::fromStdString(error.where()); });
        startExport(jobs, figure, o, "/proc/d.png", this, done);
        QTRY_VERIFY(problem.contains("/proc/d.png"));
    }
};

QTEST_MAIN(TestFigureExporter)
#include "tst_figure_exporter.moc"
