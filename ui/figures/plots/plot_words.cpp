#include <QCoreApplication>

#include "ui/figures/plots/plot_pictures.h"

namespace regulus {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("GroupPlot", text);
}

QString text(const std::string& name) {
    return QString::fromStdString(name);
}

QString kindTitle(PlotKind kind) {
    switch (kind) {
        case PlotKind::Dots:
            return tr("dot plot");
        case PlotKind::Matrix:
            return tr("matrix plot");
        case PlotKind::Violins:
            return tr("violins");
        case PlotKind::Boxes:
            return tr("boxes");
        case PlotKind::Ridges:
            return tr("ridges");
        case PlotKind::Bars:
            return tr("composition");
        case PlotKind::Donors:
            return tr("shares of donors");
        case PlotKind::Table:
            break;
    }
    return tr("cross-table");
}

}  // namespace

QString valueName(const GroupSummary& summary) {
    switch (summary.of) {
        case ValuesOf::Activity:
            return tr("activity");
        case ValuesOf::Attention:
            return tr("attention");
        case ValuesOf::Columns:
            return tr("value");
        case ValuesOf::Genes:
            break;
    }
    return summary.counts ? tr("expression") : tr("value");
}

QString valueUnit(const GroupSummary& summary) {
    switch (summary.of) {
        case ValuesOf::Activity:
            return tr("t value of targets");
        case ValuesOf::Attention:
            return tr("log ratio to uniform");
        case ValuesOf::Columns:
            return {};  // each column has its own
        case ValuesOf::Genes:
            break;
    }
    return summary.counts ? QStringLiteral("log1p(CP10k)") : text(summary.values);
}

QString groupName(const GroupPlot& plot, std::size_t group) {
    return text(plot.table ? plot.table->rows[group] : plot.summary->groups.names[group]);
}

QString partName(const GroupPlot& plot, std::size_t part) {
    return plot.summary && plot.summary->split ? text(plot.summary->split->names[part]) : QString();
}

QString geneName(const GroupPlot& plot, std::size_t gene) {
    return text(plot.table ? plot.table->columns[gene] : plot.summary->names[gene]);
}

QString titleOf(const GroupPlot& plot) {
    if (plot.composition)
        return tr("%1 by %2").arg(kindTitle(plot.look.kind), text(plot.composition->conditions.column));
    const std::string column = plot.table ? plot.table->row_column : plot.summary->groups.column;
    return column.empty() ? kindTitle(plot.look.kind)
                          : tr("%1 by %2").arg(kindTitle(plot.look.kind), text(column));
}

QString noteOf(const GroupPlot& plot) {
    QStringList said;
    if (plot.composition) return tr("Points: donors. Lines: mean over donors with its 95 % interval.");
    if (!plot.tree.merges.empty())
        said << tr("Dendrogram: 1 − correlation of the means shown, average linkage.");
    if (ofDensities(plot.look.kind))
        said << tr(
            "Gaussian kernel density with Scott’s bandwidth, from the lowest to the highest value, each "
            "of the same height.");
    if (plot.look.kind == PlotKind::Violins) said << tr("Lines: quartiles and median.");
    if (plot.look.kind == PlotKind::Boxes)
        said << tr(
            "Box: quartiles and median; whiskers: the farthest values within 1.5 times the box; values "
            "beyond are not drawn.");
    return said.join(QLatin1Char(' '));
}

Legend partLegend(const GroupPlot& plot) {
    Legend legend;
    if (!plot.summary || !plot.summary->split) return legend;
    const CellGroups& parts = *plot.summary->split;
    legend.kind = Legend::Kind::Categories;
    legend.title = text(parts.column);
    for (std::size_t p = 0; p < parts.names.size(); ++p) {
        std::size_t cells = 0;
        for (const std::size_t group : plot.groups)
            cells += plot.summary->summaries.cells[group * parts.names.size() + p];
        legend.listed.push_back(legend.entries.size());
        legend.entries.push_back({text(parts.names[p]), plot.partColors.at(p), cells});
    }
    return legend;
}

}  // namespace regulus
