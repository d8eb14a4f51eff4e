// Plots of groups: what is drawn is what was counted, and every spot of it is known by gene and group.
#include <QGuiApplication>
#include <QTest>
#include <algorithm>
#include <cmath>

#include "tests/core/stats/python_values.h"
#include "tests/ui/figures/figure_cases.h"
#include "tests/ui/render/offscreen.h"
#include "ui/figures/figure_key.h"
#include "ui/figures/plots/donor_plot.h"
#include "ui/figures/plots/plot_pictures.h"

using namespace regulus;
using test::groupPlotOf;

namespace {

constexpr double points = 7;

std::vector<QRectF> boxesOf(const FigureDrawing& drawing, FigureShape::Kind kind) {
    std::vector<QRectF> boxes;
    for (const FigureShape& shape : drawing.shapes)
        if (shape.kind == kind) boxes.push_back(shape.box);
    return boxes;
}

const char* const reference_tree = R"PY(
import sys, json, numpy as np
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import pdist
x = np.array(json.loads(sys.argv[1]))
print(json.dumps({"heights": linkage(pdist(x, "correlation"), "average")[:, 2].tolist()}))
)PY";

}  // namespace

class TestGroupPlots : public QObject {
    Q_OBJECT
    Job m_job;

    FigureDrawing laidOut(const GroupPlot& plot, double width = 183) {
        return figureOf(plot)->layOut({width, 0, points}, m_job);
    }

  private Q_SLOTS:
    void discs_have_the_area_of_their_share() {
        const GroupPlot plot = groupPlotOf({}, 4, false, 5);
        const FigureDrawing drawing = laidOut(plot);
        const MatrixPicture picture = meansPicture(plot);
        double most = 0;
        for (std::size_t gene = 0; gene < 5; ++gene)
            for (std::size_t group = 0; group < 4; ++group)
                most = std::max(most, plot.summary->at(gene, group).share());
        QVERIFY(picture.sizes.largest >= most && picture.sizes.largest < most + 0.1);
        const auto rings = boxesOf(drawing, FigureShape::Kind::Ring);
        QCOMPARE(rings.size(), std::size_t{20});
        double area = 0;  // of a share of 1; the same for all
        for (const FigureSpot& spot : drawing.spots) {
            if (spot.row < 0 || spot.column < 0) continue;
            const auto ring = std::ranges::find_if(
                rings, [&](const QRectF& box) { return spot.box.contains(box.center()); });
            QVERIFY(ring != rings.end() && spot.box.contains(*ring));
            const auto place = plot.placeOf(spot);
            const double share = plot.summary->at(std::size_t(place.gene), std::size_t(place.group)).share();
            const double now = ring->width() * ring->width() / share;
            if (area == 0) area = now;
            QVERIFY2(std::abs(now / area - 1) < 1e-4, qPrintable(QString::number(now / area)));
        }
        // Those of the key are to the same measure.
        const auto discs = boxesOf(drawing, FigureShape::Kind::Disc);
        const double widest = std::ranges::max(discs, {}, &QRectF::width).width();
        QVERIFY(std::abs(widest * widest - area * picture.sizes.largest) < 1e-3 * widest * widest);
    }

    void colors_are_those_of_the_scale() {
        for (const PlotColor color :
             {PlotColor::Mean, PlotColor::MeanCounts, PlotColor::UnitRange, PlotColor::ZScore}) {
            const GroupPlot plot = groupPlotOf({.kind = PlotKind::Matrix, .color = color}, 5, false, 3);
            const MatrixPicture picture = meansPicture(plot);
            for (std::size_t gene = 0; gene < 3; ++gene) {
                std::vector<double> means;
                for (std::size_t group = 0; group < 5; ++group) {
                    const ValueSummary& one = plot.summary->at(gene, group);
                    means.push_back(color == PlotColor::MeanCounts ? one.linear : one.mean);
                }
                double mean = 0, squares = 0;
                for (const double v : means) mean += v / 5;
                for (const double v : means) squares += (v - mean) * (v - mean) / 5;
                const auto [low, high] = std::ranges::minmax(means);
                for (std::size_t group = 0; group < 5; ++group) {
                    const double value = color == PlotColor::UnitRange ? (means[group] - low) / (high - low)
                                         : color == PlotColor::ZScore
                                             ? (means[group] - mean) / std::sqrt(squares)
                                             : means[group];
                    const ScaleKey& scale = picture.scales.front();
                    const auto place =
                        std::size_t(std::lround((value - scale.low) / (scale.high - scale.low) * 255));
                    const QColor drawn = picture.fields[picture.at(qsizetype(group), qsizetype(gene))];
                    QVERIFY(place < 256);
                    // Rounding may fall on either side.
                    const QRgb near[] = {scale.colors[place ? place - 1 : 0], scale.colors[place],
                                         scale.colors[std::min<std::size_t>(255, place + 1)]};
                    QVERIFY(std::ranges::find(near, drawn.rgb()) != std::end(near));
                }
            }
        }
    }

    void a_table_keeps_its_numbers() {
        const GroupPlot plot = groupPlotOf({.kind = PlotKind::Table}, 8, true, 0, 40);
        const FigureDrawing drawing = laidOut(plot, 89);  // which is no room for all of it side by side
        QVERIFY(drawing.plots.size() > 1);
        std::size_t numbers = 0;
        for (const FigureText& text : drawing.texts) numbers += text.onData ? 1 : 0;
        QCOMPARE(numbers, plot.groups.size() * plot.genes.size());
    }

    void plots_that_can_be_lower_stay_below_what_journals_take() {
        for (const PlotKind kind : {PlotKind::Ridges, PlotKind::Violins, PlotKind::Boxes}) {
            const GroupPlot plot = groupPlotOf({.kind = kind}, 9, false, 9);
            const FigureDrawing drawing = laidOut(plot, 89);
            QVERIFY2(drawing.problems.isEmpty(), toString(kind));
            QVERIFY2(drawing.page.height() > 100 && drawing.page.height() <= tall_page_mm + 0.01,
                     qPrintable(QString("%1: %2").arg(toString(kind)).arg(drawing.page.height())));
        }
    }

    void genes_that_are_not_known_are_no_empty_groups() {
        GroupPlot plot = groupPlotOf({}, 4, false, 3);
        auto summary = std::make_shared<GroupSummary>(*plot.summary);
        const auto forget = [&](std::size_t gene, bool cells) {
            for (std::size_t group = 0; group < 4; ++group) {
                ValueSummary& one = summary->summaries.summaries[gene * 4 + group];
                const std::size_t before = one.cells;
                one = {};
                one.cells = cells ? before : 0;
            }
        };
        forget(1, true);
        plot.summary = summary;
        QCOMPARE(meansPicture(plot).scales.back().missingName, QString("values not known (NaN)"));
        QVERIFY(!describe(plot, {1, 0, 0}).contains("0 %"));
        QVERIFY(describe(plot, {1, 0, 0}).contains("not known"));
        const FigureNumbers numbers = numbersOf(plot);
        for (const auto& row : numbers.rows)
            if (row[0] == summary->names[1]) QVERIFY(row[3].empty() && row[4].empty());  // share, mean
        forget(2, false);
        plot.summary = summary;
        QVERIFY(meansPicture(plot).scales.back().missingName.contains("no cells, or"));
    }

    void donors_are_points() {
        auto made = std::make_shared<Composition>();
        made->donors = true;
        made->groups.names = {"B", "T"};
        made->groups.cells = {60, 140};
        made->conditions.column = "side";
        made->conditions.names = {"a", "b"};
        made->conditions.cells = {100, 100};
        for (std::size_t k = 0; k < 2; ++k) {
            made->whole.push_back({k, {}, 100, {30, 70}, true});
            for (int d = 0; d < 3; ++d)
                made->samples.push_back({k, "d" + std::to_string(d), 30, {9, 21}, d < 2 || k == 0});
            made->shares.push_back({{0.3, {0.2, 0.4}}, {0.7, {0.6, 0.8}}});
        }
        GroupPlot plot = donorPlot(made, {.kind = PlotKind::Donors});
        colorGroups(plot, nullptr, nullptr);
        const FigureDrawing drawing = laidOut(plot, 89);
        const auto discs = std::ranges::count(drawing.shapes, FigureShape::Kind::Disc, &FigureShape::kind);
        QCOMPARE(discs, 10);  // of two groups, three donors and two: one has too few cells
        QCOMPARE(numbersOf(plot).rows.size(), std::size_t{10});
        QVERIFY2(describe(plot, {0, 1, 0}).contains("95 % interval 20"),
                 qPrintable(describe(plot, {0, 1, 0})));
        std::size_t fields = 0;
        for (const FigureSpot& spot : drawing.spots) {
            const auto place = plot.placeOf(spot);
            fields += place.gene >= 0 && place.group >= 0 ? 1 : 0;
        }
        QCOMPARE(fields, std::size_t{4});
    }

    void every_spot_is_known_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("swapped");
        QTest::addColumn<int>("parts");
        for (const PlotKind kind : {PlotKind::Dots, PlotKind::Matrix, PlotKind::Violins, PlotKind::Boxes,
                                    PlotKind::Ridges, PlotKind::Bars, PlotKind::Table})
            for (const bool swapped : {false, true})
                for (const int parts : {1, 3})
                    if (parts > 1 || !ofComposition(kind))
                        QTest::addRow("%s%s %d", toString(kind), swapped ? " swapped" : "", parts)
                            << int(kind) << swapped << parts;
    }
    void every_spot_is_known() {
        QFETCH(int, kind);
        QFETCH(bool, swapped);
        QFETCH(int, parts);
        PlotLook look{.kind = PlotKind(kind), .swapped = swapped};
        const GroupPlot plot = groupPlotOf(look, 4, false, 3, parts);
        const bool composition = ofComposition(look.kind);
        for (const double width : {60.0, 183.0}) {
            const FigureDrawing drawing = laidOut(plot, width);
            std::map<std::tuple<int, int, int>, int> found;
            for (const FigureSpot& spot : drawing.spots) {
                const auto place = plot.placeOf(spot);
                QVERIFY(place.gene >= 0 || place.group >= 0);
                QVERIFY(!describe(plot, place).isEmpty());
                ++found[{place.gene, place.group, place.part}];
                // What is drawn in the spot of a name is that name.
                if (place.gene >= 0 && place.group >= 0) continue;
                const QString name = place.gene >= 0 ? geneName(plot, std::size_t(place.gene))
                                                     : groupName(plot, std::size_t(place.group));
                QString written;
                for (const FigureText& text : drawing.texts)
                    if (spot.box.contains(text.box().center())) written += text.text;
                QVERIFY2(written.remove(' ').contains(QString(name).remove(' ')),
                         qPrintable(written + " for " + name));
            }
            const int columns = composition ? int(plot.genes.size()) : 3,
                      rows = composition ? int(plot.groups.size()) : 4;
            for (int gene = 0; gene < columns; ++gene)
                for (int group = 0; group < rows; ++group) {
                    if (composition) {
                        const bool cells = plot.table->at(std::size_t(group), std::size_t(gene)) > 0;
                        QCOMPARE((found.contains({gene, group, -1})), cells || look.kind == PlotKind::Table);
                        continue;
                    }
                    for (int part = 0; part < parts; ++part) QCOMPARE((found[{gene, group, part}]), 1);
                }
        }
    }

    void a_dendrogram_is_that_of_scipy() {
        REGULUS_NEED_PYTHON("scipy");
        const GroupPlot plot = groupPlotOf({.tree = true}, 9, false, 12);
        QStringList rows;
        for (std::size_t group = 0; group < 9; ++group) {
            QStringList row;
            for (std::size_t gene = 0; gene < 12; ++gene)
                row << QString::number(plot.summary->at(gene, group).mean, 'g', 17);
            rows << '[' + row.join(',') + ']';
        }
        const auto heights =
            test::to_doubles(test::python_object(reference_tree, {'[' + rows.join(',') + ']'})["heights"]);
        QCOMPARE(heights.size(), plot.tree.merges.size());
        for (std::size_t i = 0; i < heights.size(); ++i)
            REGULUS_CLOSE(plot.tree.merges[i].height, heights[i], 1e-5);
        // Leaves that are joined first stand beside each other.
        const auto& first = plot.tree.merges.front();
        const auto at = [&](int leaf) {
            return std::ranges::find(plot.tree.order, leaf) - plot.tree.order.begin();
        };
        QCOMPARE(std::abs(at(first.left) - at(first.right)), std::ptrdiff_t{1});
        for (std::size_t i = 0; i < plot.groups.size(); ++i)
            QCOMPARE(int(plot.groups[i]), plot.tree.order[i]);
        QVERIFY(boxesOf(laidOut(plot), FigureShape::Kind::Path).size() == 8);
        QVERIFY(groupPlotOf({.tree = true}, 9, false, 2).tree.merges.empty());
    }

    void bars_are_as_long_as_their_share() {
        for (const bool counts : {false, true}) {
            const GroupPlot plot = groupPlotOf({.kind = PlotKind::Bars, .counts = counts}, 4, false, 0, 3);
            const FigureDrawing drawing = laidOut(plot);
            double one = 0;
            std::map<int, double> ends;
            for (const FigureSpot& spot : drawing.spots) {
                if (spot.column < 0) continue;
                const auto row = plot.groups[std::size_t(spot.row)],
                           column = plot.genes[std::size_t(spot.column)];
                const auto cells = double(plot.table->at(row, column));
                const double unit =
                    spot.box.width() / (counts ? cells : cells / double(plot.table->row_cells(row)));
                if (one == 0) one = unit;
                QVERIFY(std::abs(unit / one - 1) < 1e-9);
                QVERIFY(!ends.contains(spot.row) || std::abs(ends[spot.row] - spot.box.left()) < 1e-9);
                ends[spot.row] = spot.box.right();
            }
            QCOMPARE(ends.size(), std::size_t{3});
        }
    }

    void sixty_genes_of_forty_groups() {
        for (const PlotKind kind : {PlotKind::Dots, PlotKind::Violins, PlotKind::Ridges}) {
            const GroupPlot plot = groupPlotOf({.kind = kind}, 40, true, 60);
            for (const double width : {89.0, 183.0, 400.0}) {
                const FigureDrawing drawing = laidOut(plot, width);
                QVERIFY2(drawing.problems.isEmpty(), qPrintable(drawing.problems.join(' ')));
                for (const FigureText& text : drawing.texts) {
                    QVERIFY2(text.box().right() <= width && text.box().left() >= 0, qPrintable(text.text));
                    QVERIFY(text.box().bottom() <= drawing.page.height());
                }
            }
        }
    }

    void nothing_and_too_little_room_are_said() {
        GroupPlot none = groupPlotOf({}, 3, false, 3);
        none.genes.clear();
        for (const PlotKind kind : {PlotKind::Dots, PlotKind::Violins}) {
            none.look.kind = kind;
            QVERIFY(laidOut(none).problems.join(' ').contains("nothing to draw"));
        }
        for (const PlotKind kind : {PlotKind::Dots, PlotKind::Boxes, PlotKind::Ridges, PlotKind::Bars}) {
            const GroupPlot plot = groupPlotOf({.kind = kind}, 9, false, 5, 2);
            const FigureDrawing drawing = figureOf(plot)->layOut({89, 12, points}, m_job);
            QVERIFY2(drawing.problems.join(' ').contains("needs a height of"), toString(kind));
        }
    }

    void paper_becomes_the_theme() {
        const GroupPlot plot = groupPlotOf({}, 4, false, 4);
        const FigureDrawing paper = laidOut(plot), dark = inked(paper, Theme::darkTheme());
        QCOMPARE(paper.texts.size(), dark.texts.size());
        for (const FigureText& text : dark.texts) QVERIFY(text.color.lightness() > 100);
        QVERIFY(std::ranges::equal(paper.shapes, dark.shapes, [](const auto& a, const auto& b) {
            return a.kind != FigureShape::Kind::Disc || a.color == b.color ||
                   a.color == Theme::figure().mutedText;
        }));
    }
};

QTEST_MAIN(TestGroupPlots)
#include "tst_group_plots.moc"
