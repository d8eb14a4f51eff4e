// Figures of every kind that has to fit a page: maps by category and by value, heatmaps, a confusion matrix;
// few groups and many, short names and long ones.
#pragma once

#include <cmath>
#include <memory>

#include "core/base/random.h"
#include "ui/figures/cells_figure.h"
#include "ui/figures/gallery/gallery_figure.h"
#include "ui/figures/judging/calibration_figure.h"
#include "ui/figures/map_figure.h"
#include "ui/figures/matrix_figure.h"
#include "ui/figures/plots/group_plot.h"
#include "ui/figures/point_plot_figure.h"
#include "ui/render/heatmap_scene.h"

namespace regulus::test {

inline QString groupName(int group, bool longNames) {
    static const QStringList short_names{"B", "CD4 T", "CD8 T", "NK", "CD14+ Mono", "FCGR3A+ Mono", "DC"};
    static const QStringList long_names{
        "central memory CD4-positive, alpha-beta T cell", "plasmacytoid dendritic cell, human",
        "Excitatory_L5/6_intratelencephalic_projecting_neuron", "erythroid progenitor (GATA1+ KLF1+)"};
    const QStringList& names = longNames ? long_names : short_names;
    const int round = group / int(names.size());
    return names[group % names.size()] + (round > 0 ? QString(" %1").arg(round + 1) : QString());
}

inline Categorical groupColumn(int groups, bool longNames, std::size_t cells) {
    Categorical column;
    for (int g = 0; g < groups; ++g) column.categories.push_back(groupName(g, longNames).toStdString());
    for (std::size_t i = 0; i < cells; ++i) column.codes.push_back(int(i) % groups);
    return column;
}

inline MapPicture mapPicture(int groups, bool longNames, std::size_t cells = 1500) {
    Random random(3);
    std::vector<float> x, y;
    for (std::size_t i = 0; i < cells; ++i) {
        const double turn = 6.283185307179586 * double(int(i) % groups) / groups;
        x.push_back(float(10 * std::cos(turn) + random.normal()));
        y.push_back(float(8 * std::sin(turn) + random.normal()));
    }
    MapPicture picture;
    picture.points = std::make_shared<SpatialGrid>(x, y);
    picture.colors = colorsByCategory(groupColumn(groups, longNames, cells), "cell_type");
    picture.title = "UMAP cell_type";
    picture.xName = "UMAP 1";
    picture.yName = "UMAP 2";
    picture.names = true;
    picture.simulated = true;
    return picture;
}

inline MapPicture valueMap(bool longNames) {
    MapPicture picture = mapPicture(9, false);
    std::vector<float> values;
    for (std::size_t i = 0; i < picture.colors.size(); ++i)
        values.push_back(i % 11 == 0 ? NAN : float(i % 100));
    ScaleOptions options;
    options.unit = longNames ? "log1p of counts per ten thousand" : "log1p(CP10k)";
    options.italicTitle = true;
    picture.colors =
        colorsByValue(values, longNames ? "SPI1 regulon (activity of targets)" : "SPI1", options);
    return picture;
}

inline HeatmapData heatmapData(int groups, bool longNames, int tfs, bool silent) {
    Random random(5);
    HeatmapData data;
    data.values = Matrix(std::size_t(groups), std::size_t(tfs) + 20);
    for (float& v : data.values.values) v = float(random.normal());
    if (silent) data.values(0, 0) = 9, data.values(std::size_t(groups) - 1, 0) = NAN;
    const auto colors = categoricalColors(std::size_t(groups));
    for (int g = 0; g < groups; ++g) {
        data.groups << groupName(g, longNames);
        data.groupColors.push_back(colors[std::size_t(g)]);
    }
    static const QStringList tf_names{"SPI1", "GATA1",     "TCF7",   "ZNF324B",
                                      "PAX5", "HNF4A-AS1", "NKX2-1", "TP53"};
    for (int t = 0; t < tfs + 20; ++t)
        data.genes << tf_names[t % 8] + (t < 8 ? QString() : QString::number(t));
    data.valueName = "choice";
    data.valueUnit = "z-score across groups";
    data.title = "Regulons the model attended to, by cell_type";
    data.simulated = true;
    data.note = "from 50,000 of 1,000,000 cells";
    data.reference.rewired = 20;
    for (std::size_t i = 0; i < data.values.values.size(); ++i)
        data.reference.above.push_back(std::int32_t(i % 3));
    data.reference.standing.assign(20, std::vector<double>(std::size_t(tfs) + 21, 5));
    return data;
}

inline std::unique_ptr<Figure> heatmap(int groups, bool longNames, int tfs = 40, bool silent = true) {
    HeatmapScene scene;
    scene.setLook({.most = tfs});
    scene.setData(heatmapData(groups, longNames, tfs, silent));
    return std::make_unique<MatrixFigure>(pictureOf(scene));
}

// Cut into blocks, with bars on both sides, of shares and of numbers.
inline HeatmapData barredData(int groups, bool longNames) {
    HeatmapData data = heatmapData(groups, longNames, 20, false);
    data.groupBar.title = "donor_id";
    for (int p = 0; p < 3; ++p) data.groupBar.parts << QString("donor %1").arg(p);
    data.groupBar.colors = categoricalColors(3);
    for (int g = 0; g < groups; ++g) data.groupBar.values.insert(data.groupBar.values.end(), {0.5, 0.2, 0.3});
    data.geneBar.title = "targets";
    for (std::size_t t = 0; t < data.values.cols; ++t) data.geneBar.values.push_back(double(5 + t));
    return data;
}

inline std::unique_ptr<Figure> barredHeatmap(int groups, bool longNames, bool turned) {
    HeatmapScene scene;
    scene.setTransposed(turned);
    scene.show(barredData(groups, longNames), {.most = 20, .groupBlocks = 2, .geneBlocks = 4});
    return std::make_unique<MatrixFigure>(pictureOf(scene));
}

inline std::unique_ptr<Figure> cellHeatmap(int groups, bool longNames) {
    HeatmapData data = barredData(groups, longNames);
    data.reference = {};
    const HeatmapLook look{.most = 20, .groupBlocks = 2, .geneBlocks = 4};
    HeatmapArrangement arrangement = arranged(data, look);
    auto cells = std::make_shared<HeatmapCells>();
    cells->starts = {0};
    for (int g = 0; g < groups; ++g) cells->starts.push_back(cells->starts.back() + std::size_t(1 + 37 * g));
    Random random(3);
    for (std::size_t i = 0; i < cells->starts.back(); ++i) cells->cells.push_back(std::uint32_t(i));
    for (std::size_t t = 0; t < data.values.cols; ++t) {
        std::vector<float> values(cells->cells.size());
        for (float& v : values) v = float(random.normal());
        cells->genes.emplace_back(std::move(values));
    }
    HeatmapScene scene;
    scene.setTransposed(true);
    scene.show(std::move(data), look, std::move(arrangement), cells);
    return std::make_unique<CellsFigure>(scene);
}

inline std::unique_ptr<Figure> fieldMatrix(int groups, bool longNames) {
    MatrixPicture picture;
    for (int g = 0; g < groups; ++g) picture.rows.names << groupName(g, longNames);
    picture.columns.names = picture.rows.names;
    picture.rows.title = "Label";
    picture.columns.title = "Prediction";
    for (int r = 0; r < groups; ++r) {
        for (int c = 0; c < groups; ++c) {
            picture.fields.push_back(r == c ? QColor(40, 80, 200) : QColor(255, 255 - 4 * r, 255 - 4 * c));
            picture.texts << (r == c ? QString("1,234") : c < r ? QString::number(r) : QString());
        }
    }
    ScaleKey agree;
    agree.title = "Share of the label's cells";
    agree.unit = "agree";
    for (int i = 0; i < 256; ++i) agree.colors.push_back(qRgb(255 - i, 255 - i, 255));
    picture.scales = {agree, agree};
    picture.scales[1].title.clear();
    picture.scales[1].unit = "differ";
    picture.title = "confusion";
    return std::make_unique<MatrixFigure>(std::move(picture));
}

// Genes at random, the first of them far up and to the right.
inline PointPlot volcano(int genes) {
    Random random(7);
    PointPlot plot;
    plot.title = "volcano";
    plot.x.title = "log2 fold change";
    plot.y.title = "\u2212log10 q";
    plot.x.low = -6;
    plot.x.high = 6;
    plot.y.high = 320;
    plot.x.thresholds = {-1, 1};
    plot.y.thresholds = {1.3};
    plot.heading = "CD14+ Mono, FCGR3A+ Mono against all others";
    plot.note = "\u25b2 q below 1e\u2212300";
    plot.simulated = true;
    for (int i = 0; i < genes; ++i) {
        const double change = std::clamp(1.5 * random.normal(), -5.5, 5.5);
        const double q = std::min(310.0, change * change * 10 * (0.5 + random.uniform()));
        plot.points.push_back({change, q, std::uint32_t(i),
                               q < 13       ? PointPlot::Tone::Muted
                               : change > 0 ? PointPlot::Tone::Higher
                                            : PointPlot::Tone::Lower,
                               false});
    }
    plot.points.back() = {5, 315, std::uint32_t(genes - 1), PointPlot::Tone::Higher, true};
    plot.labels.push_back({plot.points.size() - 1, "MS4A1"});
    for (int i = 0; i < 30 && i < genes - 1; ++i)
        plot.labels.push_back({std::size_t(i), QString("GENE%1").arg(i)});
    return plot;
}

// Cells of which every fifth expresses a gene, more of them in every third group.
inline GroupPlot groupPlotOf(PlotLook look, int groups, bool longNames, int genes, int parts = 1) {
    Random random(9);
    const std::size_t cells = std::size_t(groups) * 60;
    Matrix x(cells, std::size_t(genes));
    CellGroups of, split;
    of.column = "cell_type";
    split.column = longNames ? "disease and treatment" : "disease";
    for (int g = 0; g < groups; ++g) of.names.push_back(groupName(g, longNames).toStdString());
    for (int p = 0; p < parts; ++p) split.names.push_back(p == 0 ? "healthy" : "SLE " + std::to_string(p));
    for (std::size_t c = 0; c < cells; ++c) {
        const int group = int(c) % groups;
        of.codes.push_back(group);
        split.codes.push_back(int(c / std::size_t(groups)) % parts);
        for (std::size_t g = 0; g < x.cols; ++g)
            if (random.below(5) == 0 || (int(g) % 3 == group % 3 && random.below(3) > 0))
                x(c, g) = float(std::abs(1 + random.normal()));
    }
    count_cells(of);
    count_cells(split);
    if (ofComposition(look.kind)) {
        GroupPlot plot = compositionPlot(crossTable(groupsAreRows(look), of, split), look);
        colorGroups(plot, nullptr, nullptr);
        return plot;
    }
    ComparedValues values;
    values.matrix = std::make_shared<InMemoryMatrix>(to_sparse(x));
    values.counts = true;
    values.values = "X";
    static const std::vector<std::string> known{"MS4A1",   "CD79A", "HLA-DRB1",
                                                "MT-ND4L", "LYZ",   "RP11-290F20.3"};
    for (int g = 0; g < genes; ++g)
        values.names.push_back(known[std::size_t(g) % 6] + (g < 6 ? "" : std::to_string(g)));
    Job job;
    GroupPlot plot =
        groupPlot(std::make_shared<const GroupSummary>(summarise_groups(
                      values, values.names, of, parts > 1 ? std::optional(split) : std::nullopt, true, job)),
                  look);
    colorGroups(plot, nullptr, nullptr);
    plot.simulated = true;
    return plot;
}

// Maps of a gene each, the last of a column of groups; or of the groups of a column, on one scale.
inline std::unique_ptr<Figure> gallery(int maps, bool split, bool longNames) {
    GalleryPicture picture;
    picture.title = "gallery";
    picture.simulated = true;
    const Categorical groups = groupColumn(maps, longNames, 1500);
    for (int i = 0; i < maps; ++i) {
        GalleryPane pane;
        pane.title = groupName(i, longNames);
        MapPicture look = split || i + 1 < maps ? valueMap(longNames) : mapPicture(9, longNames);
        look.simulated = false;
        if (split) {
            pane.group = pane.own = CellSet(1500);
            for (std::size_t c = 0; c < 1500; ++c)
                if (groups.codes[c] == i) pane.own->insert(c);
        }
        pane.colors = pane.drawn = std::make_shared<const PointColors>(look.colors);
        picture.maps.push_back(galleryMap(pane, look));
    }
    return std::make_unique<GalleryFigure>(std::move(picture));
}

// Of cells whose probabilities are too high, with everything that has to be said below.
inline std::unique_ptr<Figure> calibrationFigure(CalibrationPanels panels, std::size_t cells) {
    Random random(5);
    Matrix p(cells, 3);
    std::vector<std::int32_t> label;
    for (std::size_t c = 0; c < cells; ++c) {
        const double own = 0.4 + 0.6 * std::sqrt(random.uniform());
        p(c, 0) = float(own), p(c, 1) = float(0.6 * (1 - own)), p(c, 2) = float(0.4 * (1 - own));
        label.push_back(random.uniform() < own * own ? 0 : c % 7 == 0 ? 3 : 1);
    }
    CalibrationPlot plot;
    Job job;
    plot.judge(judge_predictions(p, label, std::vector<std::int32_t>{0, 1, 2, -1}, {}, job));
    plot.panels = panels;
    plot.cells = cellsText(JudgedOn::HeldOut, false);
    plot.caveat = "May include training cells: the model file does not say which cells it was trained on.";
    plot.simulated = true;
    return std::make_unique<CalibrationFigure>(std::move(plot));
}

struct FigureCase {
    QString name;
    std::shared_ptr<const Figure> figure;
    QStringList names;  // every one of which has to be in the file
    bool key = true;    // it has one beside or below the plot
};

inline std::vector<FigureCase> figureCases() {
    std::vector<FigureCase> cases;
    for (const bool longNames : {false, true}) {
        const QString length = longNames ? "long" : "short";
        for (const int groups : {2, 9, 30}) {
            QStringList names;
            for (int g = 0; g < groups; ++g) names << groupName(g, longNames);
            const QString tail = QString("_%1_%2").arg(groups).arg(length);
            cases.push_back(
                {"map" + tail, std::make_shared<MapFigure>(mapPicture(groups, longNames)), names});
            cases.push_back({"heatmap" + tail, heatmap(groups, longNames), names});
            cases.push_back({"heatmap_barred" + tail, barredHeatmap(groups, longNames, false), names});
            cases.push_back({"heatmap_turned" + tail, barredHeatmap(groups, longNames, true), names});
            if (groups < 30)  // else their names are wider than a column of a journal, which is said
                cases.push_back({"heatmap_cells" + tail, cellHeatmap(groups, longNames), names});
            const int maps = std::min(groups, 12);
            cases.push_back({"gallery" + tail, gallery(maps, false, longNames), names.mid(0, maps), false});
            cases.push_back({"gallery_split" + tail, gallery(maps, true, longNames), names.mid(0, maps)});
            cases.push_back({"fields" + tail, fieldMatrix(groups, longNames), names});
            const auto add = [&](const char* name, const PlotLook& look, int genes, int parts) {
                cases.push_back(
                    {name + tail, figureOf(groupPlotOf(look, groups, longNames, genes, parts)), names});
            };
            add("dots", {.tree = true}, 20, 1);
            add("dots_swapped", {.color = PlotColor::ZScore, .swapped = true, .tree = true}, 20, 1);
            add("tiles", {.kind = PlotKind::Matrix, .color = PlotColor::UnitRange}, 12, 2);
            add("violins", {.kind = PlotKind::Violins}, 6, 2);
            add("boxes", {.kind = PlotKind::Boxes}, 6, 3);
            add("violins_lying", {.kind = PlotKind::Violins, .swapped = true}, 6, 2);
            add("boxes_lying", {.kind = PlotKind::Boxes, .swapped = true}, 6, 3);
            add("ridges", {.kind = PlotKind::Ridges}, 4, 2);
            add("bars", {.kind = PlotKind::Bars}, 0, 5);
            add("bars_swapped", {.kind = PlotKind::Bars, .swapped = true, .counts = true}, 0, 5);
            add("table", {.kind = PlotKind::Table}, 0, 4);
        }
        cases.push_back({"values_" + length, std::make_shared<MapFigure>(valueMap(longNames)), {"SPI1"}});
    }
    for (const std::size_t cells : {1U, 40U, 5000U})
        for (const auto panels :
             {CalibrationPanels::Reliability, CalibrationPanels::Coverage, CalibrationPanels::Both})
            cases.push_back(
                {QString("calibration_%1_%2").arg(int(panels)).arg(cells), calibrationFigure(panels, cells),
                 QStringList{"Simulated data", "labelled cells", "are not probabilities"} +
                     (panels == CalibrationPanels::Coverage ? QStringList{"Accuracy of the cells kept"}
                                                            : QStringList{"Score of the predicted class"}),
                 false});
    for (const int genes : {1, 400, 14000})
        cases.push_back({QString("volcano_%1").arg(genes),
                         std::make_shared<PointPlotFigure>(volcano(genes)),
                         {"MS4A1", "log2 fold change", "Simulated data"},
                         false});
    return cases;
}

}  // namespace regulus::test
