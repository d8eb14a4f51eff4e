// Outlines hold the share of a group that they say, wherever it lies.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "tests/core/stats/python_values.h"
#include "ui/render/group_contours.h"

using namespace regulus;
using namespace regulus::test;

namespace {

struct Plane {
    std::vector<float> x, y;
    Categorical groups;
    SpatialGrid grid() const { return SpatialGrid(x, y); }
    PointColors colors() const { return colorsByCategory(groups, QStringLiteral("group")); }
    void add(int group, double cx, double cy, double spread, int n, Random& random) {
        for (int i = 0; i < n; ++i) {
            x.push_back(static_cast<float>(cx + spread * random.normal()));
            y.push_back(static_cast<float>(cy + spread * random.normal()));
            groups.codes.push_back(group);
        }
    }
};

const auto everyone = [](std::uint32_t) { return true; };

bool inside(const GroupContour& contour, QPointF p) {
    int crossed = 0;
    for (const QPolygonF& line : contour.lines) crossed += line.containsPoint(p, Qt::OddEvenFill) ? 1 : 0;
    return crossed % 2 == 1;
}

double shareInside(const Plane& plane, const GroupContour& contour) {
    int in = 0, all = 0;
    for (std::size_t i = 0; i < plane.x.size(); ++i) {
        if (plane.groups.codes[i] != contour.category) continue;
        ++all;
        in += inside(contour, QPointF(static_cast<double>(plane.x[i]), static_cast<double>(plane.y[i])));
    }
    return static_cast<double>(in) / all;
}

double area(const QPolygonF& line) {
    double sum = 0;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QPointF a = line[i], b = line[(i + 1) % line.size()];
        sum += a.x() * b.y() - b.x() * a.y();
    }
    return std::abs(sum) / 2;
}

// A smooth field that is below any level above 0 on its rim.
std::vector<double> hills(int columns, int rows, std::uint64_t seed) {
    Random random(seed);
    std::vector<double> field(static_cast<std::size_t>(columns * rows));
    for (int hill = 0; hill < 12; ++hill) {
        const double cx = 4 + random.uniform() * (columns - 9), cy = 4 + random.uniform() * (rows - 9);
        const double height = 0.5 + random.uniform(), width = 1 + 3 * random.uniform();
        for (int r = 1; r + 1 < rows; ++r)
            for (int c = 1; c + 1 < columns; ++c)
                field[static_cast<std::size_t>(r * columns + c)] +=
                    height * std::exp(-(std::pow(c - cx, 2) + std::pow(r - cy, 2)) / (2 * width * width));
    }
    return field;
}

}  // namespace

class TestGroupContours : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theyHoldTheShareThatTheySay() {
        for (const std::uint64_t seed : {1U, 2U, 3U}) {
            Random random(seed);
            Plane plane;
            plane.groups.categories = {"large", "small", "two places", "few"};
            plane.add(0, 0, 0, 1, 5000, random);
            plane.add(1, 8, 0, 0.5, 200, random);
            plane.add(2, 0, 8, 0.6, 600, random);
            plane.add(2, 8, 8, 0.6, 600, random);
            plane.add(3, 4, 4, 0.5, 9, random);  // too few to say where they are dense
            const auto contours = groupContours(plane.grid(), plane.colors(), everyone);
            QCOMPARE(contours.size(), 3U);
            for (const GroupContour& contour : contours) {
                const double share = shareInside(plane, contour);
                QVERIFY2(std::abs(share - contour_share) < 0.02, qPrintable(QString::number(share)));
            }
            QCOMPARE(contours[0].category, 0);
            QVERIFY(!inside(contours[0], {8, 0}) && inside(contours[0], {0, 0}));
            // Two places, and nothing between them.
            QVERIFY(contours[2].lines.size() >= 2U);
            QVERIFY(inside(contours[2], {0, 8}) && inside(contours[2], {8, 8}) &&
                    !inside(contours[2], {4, 8}));
            // Of a normal distribution the smallest region that holds 90 % is a disc of this area.
            double whole = 0;
            for (const QPolygonF& line : contours[0].lines) whole += area(line);
            const double expected = M_PI * 2 * std::log(1 / (1 - contour_share));
            QVERIFY2(std::abs(whole / expected - 1) < 0.1, qPrintable(QString::number(whole / expected)));
        }
    }

    void fewFarPointsStretchNothing() {
        Random random(5);
        Plane plane;
        plane.groups.categories = {"a", "b"};
        plane.add(0, 0, 0, 1, 1000, random);
        for (int far = 0; far < 15; ++far) plane.add(0, 20 + 4 * far, 30, 0, 1, random);
        plane.add(1, 20, 0, 1, 1000, random);
        const auto contours = groupContours(plane.grid(), plane.colors(), everyone);
        QCOMPARE(contours.size(), 2U);
        for (const QPolygonF& line : contours[0].lines)
            for (const QPointF p : line) QVERIFY(std::hypot(p.x(), p.y()) < 6);
    }

    void onlyWhatIsDrawnCounts() {
        Random random(6);
        Plane plane;
        plane.groups.categories = {"a", "b"};
        plane.add(0, 0, 0, 1, 500, random);
        plane.add(0, 10, 0, 1, 500, random);
        plane.add(1, 5, 9, 1, 500, random);
        const auto contours =
            groupContours(plane.grid(), plane.colors(), [](std::uint32_t i) { return i < 500; });
        QCOMPARE(contours.size(), 1U);
        QVERIFY(inside(contours[0], {0, 0}) && !inside(contours[0], {10, 0}));
    }

    void ofVeryManyGroupsTheLargestHaveOutlines() {
        Random random(10);
        Plane plane;
        for (int g = 0; g < 300; ++g) {
            plane.groups.categories.push_back(std::to_string(g));
            plane.add(g, g % 20, g / 20, 0.1, g % 3 == 0 ? 30 : 12, random);
        }
        const auto contours = groupContours(plane.grid(), plane.colors(), everyone);
        QCOMPARE(contours.size(), most_outlined);
        for (const GroupContour& contour : contours) QCOMPARE(contour.category % 3, 0);
    }

    void whatHasNoGroupsHasNone() {
        Random random(7);
        Plane plane;
        plane.groups.categories = {"a"};
        plane.add(0, 0, 0, 1, 50, random);
        QVERIFY(groupContours(plane.grid(), colorsByValue(plane.x, QStringLiteral("x")), everyone).empty());
        // All in one place: there is no plane to draw on.
        std::ranges::fill(plane.x, 1.0F);
        std::ranges::fill(plane.y, 1.0F);
        QVERIFY(groupContours(plane.grid(), plane.colors(), everyone).empty());
    }

    void aSaddleIsParted() {
        // Two corners across stand out; the middle lies below, so that they are two islands.
        const std::vector<double> field{0, 0, 0, 0,  //
                                        0, 1, 0, 0,  //
                                        0, 0, 1, 0,  //
                                        0, 0, 0, 0};
        QCOMPARE(levelLines(field, 4, 4, 0.6).size(), 2U);
        QCOMPARE(levelLines(field, 4, 4, 0.4).size(), 1U);  // and here it does not
    }

    void matplotlibFindsTheSameLines() {
        REGULUS_NEED_PYTHON("matplotlib");
        QTemporaryDir folder;
        for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
            const int columns = 41, rows = 33;
            const std::vector<double> field = hills(columns, rows, seed);
            for (const double level : {0.11, 0.37, 0.8}) {
                const QString path = folder.filePath(QStringLiteral("field"));
                QFile file(path);
                QVERIFY(file.open(QIODevice::WriteOnly));
                file.write(reinterpret_cast<const char*>(field.data()),
                           static_cast<qint64>(field.size() * sizeof(double)));
                file.close();
                const ScriptResult result = run_python(
                    QStringLiteral("import sys, numpy as np, matplotlib; matplotlib.use('Agg')\n"
                                   "import matplotlib.pyplot as plt\n"
                                   "f = np.fromfile(sys.argv[1]).reshape(%1, %2)\n"
                                   "for line in plt.contour(f, levels=[float(sys.argv[2])]).allsegs[0]:\n"
                                   "    for x, y in line[:-1]: print(repr(float(x)), repr(float(y)))\n")
                        .arg(rows)
                        .arg(columns),
                    {path, QString::number(level)});
                QVERIFY2(result.exit_code == 0, qPrintable(result.errors));
                std::vector<std::pair<double, double>> theirs, ours;
                for (const QString& text : result.output.split('\n', Qt::SkipEmptyParts))
                    theirs.emplace_back(text.section(' ', 0, 0).toDouble(),
                                        text.section(' ', 1, 1).toDouble());
                for (const QPolygonF& line : levelLines(field, columns, rows, level))
                    for (const QPointF p : line) ours.emplace_back(p.x(), p.y());
                for (auto* const points : {&theirs, &ours}) {
                    for (auto& [x, y] : *points) x = std::round(x * 1e9) / 1e9, y = std::round(y * 1e9) / 1e9;
                    std::ranges::sort(*points);
                }
                QVERIFY(!ours.empty());
                QCOMPARE(ours.size(), theirs.size());
                for (std::size_t i = 0; i < ours.size(); ++i) {
                    QVERIFY(std::abs(ours[i].first - theirs[i].first) < 1e-8);
                    QVERIFY(std::abs(ours[i].second - theirs[i].second) < 1e-8);
                }
            }
        }
    }

    void anyNumberOfThreadsDrawsTheSame() {
        Random random(8);
        Plane plane;
        for (int g = 0; g < 30; ++g) {
            plane.groups.categories.push_back(std::to_string(g));
            plane.add(g, g % 6, g / 6, 0.4, 300, random);
        }
        const int threads = thread_count();
        set_thread_count(1);
        const auto once = groupContours(plane.grid(), plane.colors(), everyone);
        set_thread_count(4);
        const auto again = groupContours(plane.grid(), plane.colors(), everyone);
        set_thread_count(threads);
        QCOMPARE(once.size(), 30U);
        for (std::size_t i = 0; i < once.size(); ++i) QCOMPARE(once[i].lines, again[i].lines);
    }

    void colorsAreOfTheGroupsOnlyWherePointsAre() {
        Random random(9);
        Plane plane;
        plane.groups.categories = {"a", "b"};
        plane.add(0, 0, 0, 1, 20, random);
        plane.add(1, 9, 9, 1, 20, random);
        const PointColors groups = plane.colors();
        const Theme theme = Theme::light();
        QVERIFY(contourColor(groups, groups, 0, theme) != contourColor(groups, groups, 1, theme));
        const PointColors numbers = colorsByValue(plane.x, QStringLiteral("x"));
        QCOMPARE(contourColor(groups, numbers, 0, theme), theme.text);
        const PointColors others = colorsByCategory(plane.groups, QStringLiteral("another column"));
        QCOMPARE(contourColor(groups, others, 1, theme), theme.text);
    }
};

QTEST_MAIN(TestGroupContours)
#include "tst_group_contours.moc"
