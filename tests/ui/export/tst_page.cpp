// Several figures on one page: each keeps what it draws, at its place, and the person chooses which and in
// which order.
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include "ui/export/figure_exporter.h"
#include "ui/export/page_dialog.h"
#include "ui/figures/page_figure.h"

using namespace regulus;

namespace {

// A plot of one colour under a line of text; `plots` of them, side by side.
class Plain final : public Figure {
  public:
    Plain(QString name, QColor color, double height, std::size_t plots = 1)
        : m_name(std::move(name)), m_color(color), m_height(height), m_plots(plots) {}
    QString title() const override { return m_name; }
    QString remark(PointsAs) const override { return QStringLiteral("large"); }
    FigureDrawing layOut(const FigurePage& page, Job&) const override {
        FigureDrawing drawing;
        const double top = drawing.write({m_name}, {0, 0}, {page.textPoints}, Qt::black);
        const double height = page.heightMm > 0 ? page.heightMm - top : m_height;
        const double wide = page.widthMm / static_cast<double>(m_plots);
        for (std::size_t i = 0; i < m_plots; ++i)
            drawing.plots.emplace_back(wide * static_cast<double>(i), top, wide, std::max(0.1, height));
        drawing.page = QSizeF(page.widthMm, top + height);
        if (height < 5) drawing.problems << QStringLiteral("Too low.");
        return drawing;
    }
    void paintPlot(QPainter& painter, const QRectF& plot, std::size_t which, const PlotStyle& style,
                   Job&) const override {
        painter.fillRect(QRectF(plot.topLeft() * style.pixelsPerMm, plot.size() * style.pixelsPerMm),
                         which == 0 ? m_color : m_color.lighter(150));
    }

  private:
    QString m_name;
    QColor m_color;
    double m_height;
    std::size_t m_plots;
};

std::vector<std::shared_ptr<const Figure>> four() {
    return {std::make_shared<Plain>("first", Qt::red, 30),
            std::make_shared<Plain>("second", Qt::darkGreen, 60, 2),
            std::make_shared<Plain>("third", Qt::blue, 20),
            std::make_shared<Plain>("fourth", Qt::magenta, 20)};
}

QStringList textsOf(const FigureDrawing& drawing) {
    QStringList texts;
    for (const FigureText& text : drawing.texts) texts << text.text;
    return texts;
}

}  // namespace

class TestPage : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void panelsLieInAGridWithLetters() {
        Job job;
        const PageFigure page(four(), 2);
        const FigureDrawing drawing = page.layOut({183, 0, 7}, job);
        QVERIFY(drawing.problems.isEmpty());
        QCOMPARE(textsOf(drawing), (QStringList{"a", "first", "b", "second", "c", "third", "d", "fourth"}));
        std::vector<QRectF> plots;
        for (const QRectF& plot : drawing.plots)
            if (!plot.isEmpty()) plots.push_back(plot);
        QCOMPARE(plots.size(), 5U);  // the second has two
        for (std::size_t i = 0; i < plots.size(); ++i) {
            QVERIFY(QRectF(QPointF(0, 0), drawing.page).contains(plots[i]));
            for (std::size_t j = i + 1; j < plots.size(); ++j)
                QVERIFY(!plots[i].adjusted(0.01, 0.01, -0.01, -0.01).intersects(plots[j]));
        }
        // Of one row the same top; the second row is below the highest of the first.
        QVERIFY(std::abs(plots[0].top() - plots[1].top()) < 1e-9);
        QVERIFY(plots[3].top() > plots[1].bottom());
    }

    void eachPanelPaintsItsOwnPlots() {
        Job job;
        const PageFigure page(four(), 2);
        const FigureDrawing drawing = page.layOut({183, 0, 7}, job);
        const QImage image = renderFigure(page, drawing, 100, job);
        const double scale = 100 / 25.4;
        QList<QRgb> seen;
        for (const QRectF& plot : drawing.plots)
            if (!plot.isEmpty()) seen << image.pixel((plot.center() * scale).toPoint());
        const QColor green(Qt::darkGreen);
        QCOMPARE(seen, (QList<QRgb>{QColor(Qt::red).rgb(), green.rgb(), green.lighter(150).rgb(),
                                    QColor(Qt::blue).rgb(), QColor(Qt::magenta).rgb()}));
    }

    void aHeightIsShared() {
        Job job;
        const PageFigure page(four(), 2);
        const FigureDrawing drawing = page.layOut({183, 120, 7}, job);
        QVERIFY(drawing.problems.isEmpty());
        QCOMPARE(drawing.page.height(), 120.0);
        double lowest = 0;
        for (const QRectF& plot : drawing.plots) lowest = std::max(lowest, plot.bottom());
        QVERIFY2(std::abs(lowest - 120) < 0.5, qPrintable(QString::number(lowest)));
        // Whose panel has no room is said.
        const FigureDrawing low = page.layOut({183, 24, 7}, job);
        QVERIFY(low.problems.join(' ').contains("d: Too low."));
        QVERIFY(!page.layOut({183, 8, 7}, job).problems.isEmpty());  // less than letters and gaps
    }

    void oneFigureHasNoLetter() {
        Job job;
        const PageFigure page({four()[0]}, 3);
        QCOMPARE(textsOf(page.layOut({89, 0, 7}, job)), QStringList{"first"});
        QCOMPARE(page.title(), QString("first"));
        QCOMPARE(PageFigure(four(), 2).remark(PointsAs::Vector), QString("large"));
    }

    void everyFormatIsWritten() {
        QTemporaryDir folder;
        const PageFigure page(four(), 2);
        for (const FigureFormat format :
             {FigureFormat::Pdf, FigureFormat::Svg, FigureFormat::Png, FigureFormat::Tiff}) {
            Job job;
            FigureOptions options;
            options.format = format;
            options.widthMm = 183;
            const QString path = folder.filePath("page." + suffix(format));
            exportFigure(page, options, path, job);
            QVERIFY(QFileInfo(path).size() > 500);
        }
        QFile svg(folder.filePath("page.svg"));
        QVERIFY(svg.open(QIODevice::ReadOnly));
        const QByteArray text = svg.readAll();
        QVERIFY(text.contains("fourth") && text.contains(">d<"));
    }

    void theDialogChoosesAndOrders() {
        std::vector<PagePanel> panels;
        for (const auto& figure : four()) panels.push_back({figure->title(), figure});
        PageDialog dialog(panels);
        QSignalSpy arranged(&dialog, &PageDialog::arranged);
        auto& list = *dialog.findChild<QListWidget*>("panels");
        QCOMPARE(list.item(0)->text(), QString("a  first"));
        list.item(1)->setCheckState(Qt::Unchecked);
        QCOMPARE(list.item(2)->text(), QString("b  third"));
        QCOMPARE(list.item(1)->text(), QString("second"));
        list.setCurrentRow(3);
        QVERIFY(!dialog.findChild<QPushButton*>("down")->isEnabled());
        for (int i = 0; i < 3; ++i) dialog.findChild<QPushButton*>("up")->click();
        QVERIFY(!dialog.findChild<QPushButton*>("up")->isEnabled());
        QStringList names;
        for (const auto& figure : dialog.chosen()) names << figure->title();
        QCOMPARE(names, (QStringList{"fourth", "first", "third"}));
        dialog.findChild<QSpinBox*>("columns")->setValue(3);
        dialog.accept();
        QCOMPARE(arranged.size(), 0);  // only by Continue
        panels[1].figure = nullptr;    // of before
        PageDialog old(panels);
        auto& names_now = *old.findChild<QListWidget*>("panels");
        QVERIFY(names_now.item(1)->text().contains("open it first"));
        QCOMPARE(names_now.item(2)->text(), QString("b  third"));
        QCOMPARE(old.chosen().size(), 3U);
        PageDialog other(panels);
        QSignalSpy made(&other, &PageDialog::arranged);
        for (QPushButton* const button : other.findChildren<QPushButton*>())
            if (button->text() == QString::fromUtf8("Continue…")) button->click();
        QCOMPARE(made.size(), 1);
    }
};

QTEST_MAIN(TestPage)
#include "tst_page.moc"
