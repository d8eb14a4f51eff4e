// What a journal would refuse is found, and what is proposed mends it.
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "ui/export/figure_check.h"
#include "ui/export/figure_remarks.h"
#include "ui/figures/figure_key.h"
#include "ui/render/palettes.h"
#include "ui/render/point_colors.h"

using namespace regulus;

namespace {

// A figure that needs a height: narrow ones more, as those whose text is wrapped.
class Tall final : public Figure {
  public:
    explicit Tall(double area) : m_area(area) {}
    QString title() const override { return QStringLiteral("tall"); }
    FigureDrawing layOut(const FigurePage& page, Job&) const override {
        FigureDrawing drawing;
        const double needed = m_area / page.widthMm;
        drawing.page = QSizeF(page.widthMm, page.heightMm > 0 ? page.heightMm : needed);
        if (page.heightMm > 0 && page.heightMm < needed) drawing.problems << heightProblem(needed);
        return drawing;
    }

  private:
    double m_area;
};

std::vector<FigureRemark> found(const Figure& figure, const FigureOptions& options) {
    Job job;
    return checkFigure(figure, options, figure.layOut(options.page(), job), job);
}

FigureDrawing keyOf(const std::vector<QRgb>& colors) {
    Legend legend;
    legend.kind = Legend::Kind::Categories;
    legend.title = QStringLiteral("type");
    for (std::size_t i = 0; i < colors.size(); ++i) {
        legend.entries.push_back({QStringLiteral("group %1").arg(i), colors[i], 5});
        legend.listed.push_back(i);
    }
    return categoryKey(legend, {}, 150, 3, 7);
}

}  // namespace

class TestFigureCheck : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aUsualFigureIsFine() { QVERIFY(found(Tall(89 * 60), {}).empty()); }

    void eachFaultIsFoundAndMended() {
        const Tall figure(89 * 60);
        FigureOptions wide, small, coarse;
        wide.widthMm = 200;
        small.textPoints = 4;
        coarse.dpi = 150;
        for (const auto& [options, said] :
             {std::pair(wide, "183 mm"), std::pair(small, "5 pt"), std::pair(coarse, "300 dpi")}) {
            const auto remarks = found(figure, options);
            QCOMPARE(remarks.size(), 1U);
            QVERIFY2(remarks[0].text.contains(QLatin1String(said)), qPrintable(remarks[0].text));
            QVERIFY(remarks[0].mended && !remarks[0].mend.isEmpty());
            QVERIFY(found(figure, *remarks[0].mended).empty());
        }
        // Nothing of it is made of pixels.
        coarse.format = FigureFormat::Pdf;
        coarse.points = PointsAs::Vector;
        QVERIFY(found(figure, coarse).empty());
        coarse.points = PointsAs::Raster;
        QCOMPARE(found(figure, coarse).size(), 1U);
    }

    void aTallFigureIsMadeLowerOrWiderOrNothingIsProposed() {
        // 200 mm at 89: too much for 170, and 97 mm at 183.
        const Tall figure(89 * 200);
        auto remarks = found(figure, {});
        QCOMPARE(remarks.size(), 1U);
        QVERIFY(remarks[0].mended);
        QCOMPARE(remarks[0].mended->widthMm, widest_page_mm);
        QVERIFY(found(figure, *remarks[0].mended).empty());
        // One that was made high can be made lower.
        FigureOptions high;
        high.heightMm = 220;
        remarks = found(Tall(89 * 60), high);
        QCOMPARE(remarks.size(), 1U);
        QCOMPARE(remarks[0].mended->heightMm, tall_page_mm);
        QCOMPARE(remarks[0].mended->widthMm, 89.0);
        // 260 mm even where it is as wide as a page.
        remarks = found(Tall(183 * 260), {});
        QCOMPARE(remarks.size(), 1U);
        QVERIFY(!remarks[0].mended && remarks[0].mend.isEmpty());
    }

    void colorsThatLookAlikeAreNamed() {
        // Red and green of the same lightness, and one that nobody takes for them.
        const auto alike = alikeInKey(keyOf({qRgb(200, 80, 60), qRgb(118, 122, 50), qRgb(0, 60, 200)}));
        QCOMPARE(alike.size(), 1U);
        QCOMPARE(alike[0].first, QStringLiteral("group 0"));
        QCOMPARE(alike[0].second, QStringLiteral("group 1"));
        QCOMPARE(alikeInKey(keyOf({0xff123456, 0xff123456})).size(), 1U);
        // The colours that groups get here can be told apart as long as there are few.
        for (std::size_t groups = 2; groups <= 8; ++groups)
            QVERIFY2(alikeInKey(keyOf(categoricalColors(groups))).empty(),
                     qPrintable(QString::number(groups)));
    }

    // Discs of sizes are all of one ink, and no colours to be told apart.
    void sizesAreNoColors() {
        FigureDrawing drawing;
        drawing.add(standingSizes({QStringLiteral("cells"), {}, 1, {0.25, 0.5, 1}, {"25 %", "50 %", "100 %"}},
                                  4, 30, 7),
                    {0, 0});
        QVERIFY(alikeInKey(drawing).empty());
        // Keys of several panels are of one figure; a group that is in two of them is one.
        for (const double left : {0.0, 60.0})
            drawing.add(keyOf({qRgb(200, 80, 60), qRgb(118, 122, 50)}), {left, 40});
        QCOMPARE(alikeInKey(drawing).front().first, QStringLiteral("group 0"));
        for (const AlikeColors& pair : alikeInKey(drawing)) QVERIFY(pair.first != pair.second);
    }

    void aButtonMends() {
        FigureRemarks remarks;
        QSignalSpy mended(&remarks, &FigureRemarks::mended);
        FigureOptions options;
        options.textPoints = 4;
        remarks.show(found(Tall(89 * 60), options));
        auto* const button = remarks.findChild<QPushButton*>();
        QVERIFY(button);
        QCOMPARE(button->text(), QStringLiteral("5 pt"));
        button->click();
        QCOMPARE(mended.size(), 1);
        QCOMPARE(mended[0][0].value<FigureOptions>().textPoints, least_text_points);
        remarks.show({});
        QVERIFY(remarks.findChild<QLabel*>());
        remarks.clear();
    }
};

QTEST_MAIN(TestFigureCheck)
#include "tst_figure_check.moc"
