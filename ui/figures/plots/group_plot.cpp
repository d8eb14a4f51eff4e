#include "ui/figures/plots/group_plot.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>

#include "ui/figures/matrix_figure.h"
#include "ui/figures/plots/distribution_figure.h"
#include "ui/figures/plots/plot_pictures.h"
#include "ui/figures/plots/share_bars_figure.h"

namespace regulus {
namespace {

constexpr std::array<std::pair<PlotKind, const char*>, 8> kinds{{{PlotKind::Dots, "dots"},
                                                                 {PlotKind::Matrix, "matrix"},
                                                                 {PlotKind::Violins, "violins"},
                                                                 {PlotKind::Boxes, "boxes"},
                                                                 {PlotKind::Ridges, "ridges"},
                                                                 {PlotKind::Bars, "bars"},
                                                                 {PlotKind::Table, "table"},
                                                                 {PlotKind::Donors, "donors"}}};

// Over all cells of a group, whichever part they are of.
double meanOf(const GroupSummary& summary, std::size_t gene, std::size_t group) {
    double sum = 0, cells = 0;
    for (std::size_t part = 0; part < summary.parts(); ++part) {
        const ValueSummary& one = summary.at(gene, group, part);
        if (one.cells == 0) continue;
        sum += one.mean * static_cast<double>(one.cells);
        cells += static_cast<double>(one.cells);
    }
    return cells > 0 ? sum / cells : ValueSummary::unknown;
}

Matrix shownMeans(const GroupPlot& plot) {
    Matrix means(plot.groups.size(), plot.genes.size());
    for (std::size_t r = 0; r < means.rows; ++r)
        for (std::size_t c = 0; c < means.cols; ++c)
            means(r, c) = static_cast<float>(meanOf(*plot.summary, plot.genes[c], plot.groups[r]));
    return means;
}

std::vector<std::size_t> reordered(const std::vector<std::size_t>& before, const std::vector<int>& order) {
    std::vector<std::size_t> after;
    for (const int place : order) after.push_back(before[static_cast<std::size_t>(place)]);
    return after;
}

Matrix turnedRound(const Matrix& values) {
    Matrix out(values.cols, values.rows);
    for (std::size_t r = 0; r < values.rows; ++r)
        for (std::size_t c = 0; c < values.cols; ++c) out(c, r) = values(r, c);
    return out;
}

}  // namespace

const char* toString(PlotKind kind) {
    return std::ranges::find(kinds, kind, &std::pair<PlotKind, const char*>::first)->second;
}

std::optional<PlotKind> plotKindNamed(const std::string& name) {
    const auto found = std::ranges::find_if(kinds, [&](const auto& one) { return name == one.second; });
    return found == kinds.end() ? std::nullopt : std::optional(found->first);
}

GroupPlot groupPlot(std::shared_ptr<const GroupSummary> summary, const PlotLook& look) {
    GroupPlot plot;
    plot.look = look;
    plot.summary = std::move(summary);
    for (std::size_t g = 0; g < plot.summary->names.size(); ++g) plot.genes.push_back(g);
    for (std::size_t g = 0; g < plot.summary->groups.names.size(); ++g) {
        std::size_t cells = 0;
        for (std::size_t part = 0; part < plot.summary->parts(); ++part)
            cells += plot.summary->summaries.cells[g * plot.summary->parts() + part];
        if (cells > 0) plot.groups.push_back(g);
    }
    arrange(plot);
    return plot;
}

bool groupsAreRows(const PlotLook& look) {
    return look.kind == PlotKind::Donors || (look.kind == PlotKind::Table) != look.swapped;
}

std::shared_ptr<const CrossTable> crossTable(bool groupsAreRows, const CellGroups& groups,
                                             const CellGroups& split) {
    return std::make_shared<const CrossTable>(groupsAreRows ? cross_table(groups, split)
                                                            : cross_table(split, groups));
}

void colorGroups(GroupPlot& plot, const Categorical* groups, const Categorical* split) {
    const auto colors = [](const std::vector<std::string>& names, const Categorical* like) {
        return classColors(names, std::array{like});
    };
    if (plot.table) {
        const bool down = groupsAreRows(plot.look);
        plot.groupColors = colors(plot.table->rows, down ? groups : split);
        plot.partColors = colors(plot.table->columns, down ? split : groups);
        return;
    }
    plot.groupColors = colors(plot.summary->groups.names, groups);
    if (plot.summary->split) plot.partColors = colors(plot.summary->split->names, split);
}

GroupPlot compositionPlot(std::shared_ptr<const CrossTable> table, const PlotLook& look) {
    GroupPlot plot;
    plot.look = look;
    plot.table = std::move(table);
    for (std::size_t r = 0; r < plot.table->rows.size(); ++r)
        if (plot.table->row_cells(r) > 0) plot.groups.push_back(r);
    for (std::size_t c = 0; c < plot.table->columns.size(); ++c)
        if (plot.table->column_cells(c) > 0) plot.genes.push_back(c);
    return plot;
}

void arrange(GroupPlot& plot) {
    plot.tree = {};
    if (!plot.summary || plot.composition) return;
    if (plot.look.tree && plot.genes.size() >= least_genes_of_tree && plot.groups.size() > 1) {
        plot.tree = clusterRows(shownMeans(plot), Distance::Correlation);
        plot.groups = reordered(plot.groups, plot.tree.order);
    }
    if (plot.look.clusterGenes && plot.genes.size() > 1 && plot.groups.size() > 1)
        plot.genes =
            reordered(plot.genes, clusterRows(turnedRound(shownMeans(plot)), Distance::Correlation).order);
}

GroupPlot::Place GroupPlot::placeOf(const FigureSpot& spot) const {
    const auto shown = [](const std::vector<std::size_t>& all, int at) {
        return at < 0 || at >= static_cast<int>(all.size())
                   ? -1
                   : static_cast<int>(all[static_cast<std::size_t>(at)]);
    };
    if (table) return {shown(genes, spot.column), shown(groups, spot.row), -1};
    const bool standing = look.kind == PlotKind::Violins || look.kind == PlotKind::Boxes;
    const bool genesDown = composition ? true
                           : standing  ? !look.swapped
                                       : look.kind != PlotKind::Ridges && look.swapped;
    int group = genesDown ? spot.column : spot.row, part = spot.part;
    const int gene = genesDown ? spot.row : spot.column;
    if (look.kind == PlotKind::Dots || look.kind == PlotKind::Matrix) {  // each part a row of its own
        const int parts = static_cast<int>(summary->parts());
        part = group < 0 ? -1 : group % parts;
        group = group < 0 ? -1 : group / parts;
    }
    return {shown(genes, gene), shown(groups, group), group < 0 || gene < 0 ? -1 : part};
}

std::shared_ptr<const Figure> figureOf(const GroupPlot& plot) {
    switch (plot.look.kind) {
        case PlotKind::Dots:
        case PlotKind::Matrix:
            return std::make_shared<MatrixFigure>(meansPicture(plot));
        case PlotKind::Table:
            return std::make_shared<MatrixFigure>(tablePicture(plot));
        case PlotKind::Bars:
            return std::make_shared<ShareBarsFigure>(plot);
        case PlotKind::Violins:
        case PlotKind::Boxes:
        case PlotKind::Ridges:
        case PlotKind::Donors:
            break;
    }
    return std::make_shared<DistributionFigure>(plot);
}

}  // namespace regulus
