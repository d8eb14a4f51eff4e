// How a map is drawn from the command line: outlines, names, order and size of points, and what is refused.
#include <QTest>

#include "tests/app/command_line/figure_folder.h"

using namespace regulus::test;

class MapLookFiguresTest : public QObject {
    Q_OBJECT
    FigureFolder m_folder;

    // Open and closed lines of an SVG.
    static qsizetype lines(const QString& svg) { return svg.count("<polyline") + svg.count("<path"); }

  private Q_SLOTS:
    void initTestCase() { REGULUS_NEED_DATA(m_folder.data()); }

    void outlinesAreLinesWithTheNamesOfTheirGroups() {
        Ran ran = m_folder.figure({"--color-by", "LYZ"}, "plain.svg");
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        ran = m_folder.figure({"--color-by", "LYZ", "--contours", "cell_type"}, "outlined.svg");
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        // Nine groups, each in one place at least, with a rim of paper.
        QVERIFY(lines(m_folder.written("outlined.svg")) >= lines(m_folder.written("plain.svg")) + 18);
        QVERIFY(m_folder.textOf("outlined.svg").contains("Platelet"));
        QVERIFY(
            m_folder.textOf("outlined.svg").contains("Outlines: cell_type, each around 90 % of the cells."));
        QVERIFY(!m_folder.textOf("plain.svg").contains("Platelet"));
        ran = m_folder.figure({"--color-by", "LYZ", "--contours", "cell_type", "--no-labels"}, "bare.svg");
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        QVERIFY(!m_folder.textOf("bare.svg").contains("Platelet"));
    }

    void theOrderIsSaid() {
        const std::pair<QStringList, const char*> looks[] = {
            {{"--color-by", "LYZ"}, "high values on top"},
            {{"--color-by", "LYZ", "--mixed-order"}, "mixed order"},
            {{"--color-by", "activity:SPI1", "--prior", "starter"}, "extreme values on top"}};
        for (const auto& [options, said] : looks) {
            const Ran ran = m_folder.figure(options);
            QVERIFY2(ran.exit_code == 0, ran.all().c_str());
            QVERIFY2(m_folder.textOf("a.svg").contains(said), said);
        }
    }

    void pointsAreAsLargeAndAsClearAsAskedFor() {
        const Ran ran = m_folder.figure({"--color-by", "cell_type", "--vector-points", "--point-size", "8",
                                         "--opacity", "0.2", "--no-labels"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        const QString svg = m_folder.written("a.svg");
        QVERIFY(svg.contains("fill-opacity=\"0.2"));
        // 8 pixels of 1/96 inch at three quarters.
        const QRegularExpressionMatch ellipse =
            QRegularExpression("<(?:ellipse|circle)[^>]* r[x]?=\"([0-9.]+)\"").match(svg);
        QVERIFY(ellipse.hasMatch());
    }

    void whatMakesNoSenseIsRefused() {
        const std::pair<QStringList, const char*> wrong[] = {
            {{"--contours", "nosuch"}, "obs has no column 'nosuch'"},
            {{"--contours", "n_counts"}, "no groups"},
            {{"--opacity", "2"}, "opacity"},
            {{"--point-size", "100"}, "point-size"},
            {{"--view", "bars", "--group-by", "cell_type", "--contours", "cell_type"}, "of a map"}};
        for (const auto& [options, said] : wrong) {
            const Ran ran = m_folder.figure(options, "none.svg");
            QVERIFY2(ran.exit_code != 0, qPrintable(options.join(' ')));
            QVERIFY2(QString::fromStdString(ran.all()).contains(said), ran.all().c_str());
            QVERIFY(!QFile::exists(m_folder.path("none.svg")));
        }
    }
};

QTEST_GUILESS_MAIN(MapLookFiguresTest)
#include "tst_map_look_figures.moc"
