// Colours: contrast of text, distance of categories, maps against matplotlib's where it is installed, ticks.
#include <QTest>
#include <cmath>

#include "tests/support/test_data.h"
#include "ui/render/color_math.h"
#include "ui/render/palettes.h"
#include "ui/render/point_colors.h"
#include "ui/render/side_colors.h"
#include "ui/render/theme.h"

using namespace regulus;

class TestPalettes : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void contrast_is_that_of_wcag() {
        QVERIFY(std::abs(contrastRatio(0xff000000, 0xffffffff) - 21.0) < 1e-9);
        // #767676 is the grey that guides give as the lightest with 4.5 : 1 on white.
        QVERIFY(contrastRatio(0xff767676, 0xffffffff) >= 4.5);
        QVERIFY(contrastRatio(0xff777777, 0xffffffff) < 4.5);
    }

    void every_text_can_be_read() {
        for (const Theme& t : {Theme::light(), Theme::darkTheme(), Theme::figure()}) {
            for (const QColor& text : {t.text, t.mutedText, t.accent, t.positive, t.negative, t.warning}) {
                for (const QColor& under : {t.surface, t.panel, t.raised}) {
                    const double ratio = contrastRatio(text.rgb(), under.rgb());
                    QVERIFY2(ratio >= 4.5, qPrintable(QString("%1 on %2 is %3 (dark %4)")
                                                          .arg(text.name(), under.name())
                                                          .arg(ratio)
                                                          .arg(t.dark)));
                }
            }
            QVERIFY(contrastRatio(t.accentText.rgb(), t.accent.rgb()) >= 4.5);
            QVERIFY(contrastRatio(t.text.rgb(), t.accentSoft.rgb()) >= 4.5);
        }
    }

    // For everybody, without green cones, and on a grey print.
    void what_speaks_for_and_against_can_be_told_apart() {
        for (const Theme& t : {Theme::light(), Theme::darkTheme()}) {
            const QRgb with = sideColor(t, false).rgb(), against = sideColor(t, true).rgb();
            QVERIFY(colorDistance(with, against) >= 0.2);
            QVERIFY(colorDistance(asDeuteranope(with), asDeuteranope(against)) >= 0.2);
            QVERIFY(std::abs(toOkLab(with).L - toOkLab(against).L) >= 0.12);
            for (const QRgb color : {with, against}) QVERIFY(contrastRatio(color, t.track.rgb()) >= 2.5);
        }
    }

    void oklab_comes_back() {
        for (const QRgb c : {0xff000000U, 0xffffffffU, 0xff0072b2U, 0xffe69f00U, 0xff123456U})
            QCOMPARE(fromOkLab(toOkLab(c)), c);
        // Ottosson's own example: pure red.
        const OkLab red = toOkLab(0xffff0000);
        QVERIFY(std::abs(red.L - 0.62796) < 1e-4 && std::abs(red.a - 0.22486) < 1e-4 &&
                std::abs(red.b - 0.12585) < 1e-4);
    }

    void categories_can_be_told_apart_data() {
        QTest::addColumn<int>("n");
        QTest::addColumn<double>("least");
        QTest::newRow("8") << 8 << 0.10;
        QTest::newRow("20") << 20 << 0.085;
        QTest::newRow("50") << 50 << 0.05;
    }
    void categories_can_be_told_apart() {
        QFETCH(int, n);
        QFETCH(double, least);
        const auto colors = categoricalColors(static_cast<std::size_t>(n));
        QCOMPARE(int(colors.size()), n);
        for (std::size_t i = 0; i < colors.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                const double d = colorDistance(colors[i], colors[j]);
                QVERIFY2(d >= least, qPrintable(QString("%1 and %2: %3").arg(i).arg(j).arg(d)));
            }
            for (const Theme& t : {Theme::light(), Theme::darkTheme()})
                QVERIFY2(colorDistance(colors[i], t.surface.rgb()) >= 0.14,
                         qPrintable(QString("%1 on %2").arg(i).arg(t.surface.name())));
        }
    }
    void longer_lists_begin_with_shorter_ones() {
        const auto all = categoricalColors(300);
        QCOMPARE(all.size(), std::size_t(300));
        for (const std::size_t n : {1UL, 8UL, 9UL, 60UL}) {
            const auto some = categoricalColors(n);
            QVERIFY(std::equal(some.begin(), some.end(), all.begin()));
        }
        QVERIFY(categoricalColors(0).empty());
    }
    void the_files_own_colours_come_first() {
        Categorical c;
        c.categories = {"a", "b"};
        c.colors = {"#ff0000", "#00ff00"};
        QCOMPARE(categoricalColors(c), (std::vector<QRgb>{0xffff0000, 0xff00ff00}));
        // One that is no colour loses that one; its category gets one that no other has.
        c.colors = {"#0072b2", "no colour"};
        QCOMPARE(categoricalColors(c), (std::vector<QRgb>{0xff0072b2, categoricalColors(1)[0]}));
        c.colors = {QColor(categoricalColors(1)[0]).name().toStdString(), ""};
        QCOMPARE(categoricalColors(c), categoricalColors(2));
        c.colors.clear();
        QCOMPARE(categoricalColors(c), categoricalColors(2));
    }

    // "NA" is a cell type to nobody: grey, whatever the file says, and the others are coloured as without it.
    void what_is_no_label_is_grey() {
        Categorical c;
        c.categories = {"B", "Unknown", "T", " NA "};
        c.codes = {0, 1, 2, 3, -1};
        const std::vector<QRgb> two = categoricalColors(2);
        QCOMPARE(categoricalColors(c), (std::vector<QRgb>{two[0], missing_color, two[1], missing_color}));
        c.colors = {"#ff0000", "#00ff00", "#0000ff", "#ffffff"};
        QCOMPARE(categoricalColors(c),
                 (std::vector<QRgb>{0xffff0000, missing_color, 0xff0000ff, missing_color}));
        const PointColors points = colorsByCategory(c, "type");
        QCOMPARE(points.legend.entries.size(), std::size_t(4));  // each under its own name
        QCOMPARE(points.textAt(1), QString("Unknown"));
        QCOMPARE(points.textAt(4), QString("no value"));
        const std::vector<QRgb> shown = points.shownTable(0xff123456);
        QCOMPARE(shown[points.index[1]], QRgb(0xff123456));
        QCOMPARE(shown[points.index[4]], QRgb(0xff123456));
        QCOMPARE(shown[points.index[0]], QRgb(0xffff0000));
        QCOMPARE(shownColor(missing_color, Qt::red), QColor(Qt::red));
        QCOMPARE(shownColor(0xff0000ff, Qt::red), QColor(Qt::blue));
    }

    void no_group_is_grey_beside_cells_without_a_label() {
        Categorical c;
        for (int k = 0; k < 8; ++k) c.categories.push_back("c" + std::to_string(k));
        const QRgb grey = categoricalColors(8)[7];
        QCOMPARE(categoricalColors(c)[7], grey);
        c.categories.push_back("unknown");
        const auto colors = categoricalColors(c);
        QVERIFY(std::ranges::find(colors, grey) == colors.end());
        for (std::size_t k = 0; k < 7; ++k) QCOMPARE(colors[k], categoricalColors(8)[k]);
        QCOMPARE(colors[7], categoricalColors(9)[8]);
    }

    void classes_are_coloured_as_the_labels_of_their_names() {
        Categorical trained, chosen;
        trained.categories = {"B", "T"};
        chosen.categories = {"T", "NK"};
        chosen.colors = {"#111111", "#222222"};
        const std::vector<std::string> classes{"NK", "T", "DC", "B", "unknown"};
        const std::array<const Categorical*, 3> like{nullptr, &trained, &chosen};
        const auto colors = classColors(classes, like);
        const auto two = categoricalColors(2);
        QCOMPARE(colors[0], QRgb(0xff222222));
        QCOMPARE(colors[1], two[1]);  // the first column that has the name decides
        QCOMPARE(colors[3], two[0]);
        QCOMPARE(colors[4], missing_color);
        // One that neither has is like no other.
        for (const std::size_t other : {0U, 1U, 3U, 4U}) QVERIFY(colors[2] != colors[other]);
        QCOMPARE(classColors(classes, {}).size(), classes.size());
        // However many, and though their own colours use the palette up.
        Categorical all;
        for (int k = 0; k < 300; ++k) all.categories.push_back("c" + std::to_string(k));
        std::vector<std::string> more = all.categories;
        more.push_back("one more");
        QCOMPARE(classColors(more, std::array<const Categorical*, 1>{&all}).size(), more.size());
    }

    void maps_are_those_of_matplotlib() {
        REGULUS_NEED_PYTHON("matplotlib");
        const auto result = test::run_python(
            "import matplotlib\n"
            "for n in ('viridis','magma','cividis'):\n"
            "  m=matplotlib.colormaps[n] if hasattr(matplotlib,'colormaps') else matplotlib.cm.get_cmap(n)\n"
            "  print(' '.join('%d %d %d'%tuple(round(255*v) for v in m(i)[:3]) for i in range(256)))\n",
            {});
        QCOMPARE(result.exit_code, 0);
        const QStringList lines = result.output.trimmed().split('\n');
        const ColorMap maps[] = {ColorMap::Viridis, ColorMap::Magma, ColorMap::Cividis};
        for (int m = 0; m < 3; ++m) {
            const QStringList n = lines[m].split(' ');
            // By channel, of 255: OKLab makes mountains of the last steps before black, where magma begins.
            int worst = 0;
            for (int i = 0; i < 256; ++i) {
                const QRgb ours = colorTable(maps[m])[std::size_t(i)];
                worst = std::max({worst, std::abs(qRed(ours) - n[3 * i].toInt()),
                                  std::abs(qGreen(ours) - n[3 * i + 1].toInt()),
                                  std::abs(qBlue(ours) - n[3 * i + 2].toInt())});
            }
            QVERIFY2(worst <= (maps[m] == ColorMap::Cividis ? 11 : 8),
                     qPrintable(colorMapName(maps[m]) + ' ' + QString::number(worst)));
        }
    }
    void maps_pass_through_published_colours() {
        const struct {
            ColorMap map;
            QRgb low, middle, high;
        } known[] = {{ColorMap::Viridis, 0xff440154, 0xff21918c, 0xfffde725},
                     {ColorMap::Magma, 0xff000004, 0xffb73779, 0xfffcfdbf},
                     {ColorMap::Cividis, 0xff00224e, 0xff7d7c78, 0xfffee838}};
        // By channel: OKLab makes mountains of the last steps before black, where magma begins.
        const auto off = [](QRgb p, QRgb q) {
            return std::max({std::abs(qRed(p) - qRed(q)), std::abs(qGreen(p) - qGreen(q)),
                             std::abs(qBlue(p) - qBlue(q))});
        };
        for (const auto& k : known)
            for (const auto& [t, theirs] : {std::pair(0.0, k.low), {0.5, k.middle}, {1.0, k.high}})
                QVERIFY2(off(colorAt(k.map, t), theirs) <= (k.map == ColorMap::Cividis ? 11 : 6),
                         qPrintable(QString("%1 at %2: off by %3")
                                        .arg(colorMapName(k.map))
                                        .arg(t)
                                        .arg(off(colorAt(k.map, t), theirs))));
    }
    void sequential_maps_get_lighter() {
        for (const ColorMap map : {ColorMap::Viridis, ColorMap::Magma, ColorMap::Cividis})
            for (int i = 8; i < 256; i += 8)
                QVERIFY(toOkLab(colorTable(map)[std::size_t(i)]).L >
                        toOkLab(colorTable(map)[std::size_t(i - 8)]).L);
    }
    void the_diverging_map_is_white_in_the_middle() {
        QVERIFY(colorDistance(colorAt(ColorMap::BlueRed, 0.5), 0xfff7f7f7) < 0.02);
        const QRgb low = colorAt(ColorMap::BlueRed, 0), high = colorAt(ColorMap::BlueRed, 1);
        QVERIFY(qBlue(low) > qRed(low) && qRed(high) > qBlue(high));
        QCOMPARE(colorAt(ColorMap::BlueRed, NAN), low);
    }

    void ticks_are_round() {
        QCOMPARE(niceTicks(0, 5.8), (std::vector<double>{0, 2, 4}));
        QCOMPARE(niceTicks(-2.1, 2.1), (std::vector<double>{-2, -1, 0, 1, 2}));
        QCOMPARE(niceTicks(3, 3), (std::vector<double>{3}));
        QVERIFY(niceTicks(0, NAN).empty());
        for (double low : {-1e9, -3.7, 0.0, 1e-9})
            for (double width : {1e-12, 0.03, 7.0, 1e12}) {
                const auto t = niceTicks(low, low + width);
                QVERIFY(t.size() >= 1 && t.size() <= 5);
            }
        const std::vector<double> t{-0.5, 0, 0.5};
        QCOMPARE(tickLabels(t), (std::vector<QString>{QString(QChar(0x2212)) + "0.5", "0.0", "0.5"}));
        QCOMPARE(tickLabels(std::vector<double>{7.5}), (std::vector<QString>{"7.5"}));
    }
    void ticks_are_told_apart() {
        for (const double middle : {0.0, 1.0, 7.5, -320.0, 3e-6, 2.4e7, 8e9})
            for (const double width : {1e-7, 1e-3, 1.0, 40.0}) {
                if (std::abs(middle) > 1e6 && width < 1e-3) continue;  // below the digits of a double's text
                const auto labels = tickLabels(niceTicks(middle - width / 2, middle + width / 2, 10));
                QVERIFY(labels.size() > 1);
                for (std::size_t i = 1; i < labels.size(); ++i)
                    QVERIFY2(labels[i] != labels[i - 1], qPrintable(labels[i]));
            }
    }
    void percentages_are_not_none_or_all_by_rounding() {
        QCOMPARE(percentText(123, 1000), QString("12.3 %"));
        QCOMPARE(percentText(0, 9), QString("0.0 %"));
        QCOMPARE(percentText(9, 9), QString("100.0 %"));
        QCOMPARE(percentText(7, 1000000), QString("<0.1 %"));
        QCOMPARE(percentText(51, 100000), QString("0.1 %"));
        QCOMPARE(percentText(999993, 1000000), QString(">99.9 %"));
        QCOMPARE(percentText(0, 0), QString(QChar(0x2013)));
    }
    void values_have_three_digits() {
        QCOMPARE(valueText(0.01234), QString("0.0123"));
        QCOMPARE(valueText(12.345), QString("12.3"));
        QCOMPARE(valueText(1234.4), QString("1,234"));
        QCOMPARE(valueText(-2), QString(QChar(0x2212)) + "2");
        QCOMPARE(valueText(NAN), QString(QChar(0x2013)));
        QCOMPARE(countText(2638), QString("2,638"));
    }

    void the_scale_ignores_outliers_and_zeros() {
        std::vector<float> v(1000, 0.0F);
        for (std::size_t i = 0; i < 300; ++i) v[i] = 1 + 0.01F * static_cast<float>(i);
        v[0] = 1e6F;
        v[999] = NAN;
        const PointColors c = colorsByValue(v, "gene");
        QCOMPARE(c.legend.low, 0.0);
        QVERIFY(c.legend.high > 3.5 && c.legend.high < 4.1);
        QVERIFY(c.legend.clippedHigh && !c.legend.clippedLow);
        QCOMPARE(c.legend.missing, std::size_t(1));
        QCOMPARE(c.index[999], PointColors::missing);
        QCOMPARE(int(c.index[0]), 256);
        QCOMPARE(int(c.index[500]), 1);
        QCOMPARE(c.textAt(999), QString("no value"));
    }
    void a_scale_that_is_given_holds() {
        ScaleOptions options;
        options.low = 0;
        options.high = 1;
        const PointColors c = colorsByValue({0.996F, 0.999F}, "confidence", options);
        QCOMPARE(c.legend.low, 0.0);
        QCOMPARE(c.legend.high, 1.0);
        QVERIFY(c.index[0] > 250 && c.index[1] - c.index[0] <= 1);
    }
    void the_diverging_scale_is_centred() {
        const PointColors c = colorsByValue({-1, 0, 3}, "r");
        QCOMPARE(c.legend.map, ColorMap::BlueRed);
        QCOMPARE(c.legend.low, -c.legend.high);
        QVERIFY(std::abs(int(c.index[1]) - 128) <= 1);
    }
    void hostile_values() {
        for (const auto& v :
             {std::vector<float>{}, std::vector<float>{NAN, NAN}, std::vector<float>{7, 7, 7},
              std::vector<float>{INFINITY, -INFINITY, 1}, std::vector<float>{3e38F, -3e38F}}) {
            const PointColors c = colorsByValue(v, "x");
            QCOMPARE(c.index.size(), v.size());
            QVERIFY(c.legend.high > c.legend.low);
            for (const auto i : c.index) QVERIFY(i < c.table.size());
        }
        QVERIFY(std::abs(int(colorsByValue({7, 7}, "x").index[0]) - 128) <= 1);
        Categorical c;
        c.categories = {"a"};
        c.codes = {0, -1, 5};
        QCOMPARE(colorsByCategory(c, "c").legend.missing, std::size_t(2));
    }
};

QTEST_APPLESS_MAIN(TestPalettes)
#include "tst_palettes.moc"
