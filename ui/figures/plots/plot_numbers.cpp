#include <QCoreApplication>
#include <array>
#include <cmath>

#include "core/base/plain_number.h"
#include "ui/figures/plots/donor_plot.h"
#include "ui/figures/plots/plot_pictures.h"

namespace regulus {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("GroupPlot", text);
}

// What is not known stays empty.
std::string numberText(double value) {
    return std::isfinite(value) ? plain_number(value) : std::string();
}

FigureNumbers tableNumbers(const GroupPlot& plot) {
    const CrossTable& table = *plot.table;
    FigureNumbers numbers;
    const auto named = [](const std::string& column, const char* otherwise) {
        return column.empty() ? std::string(otherwise) : column;
    };
    numbers.columns = {named(table.row_column, "row"), named(table.column_column, "column"), "cells",
                       "share_of_row", "share_of_column"};
    for (const std::size_t row : plot.groups)
        for (const std::size_t column : plot.genes) {
            const auto cells = static_cast<double>(table.at(row, column));
            numbers.rows.push_back({table.rows[row], table.columns[column],
                                    std::to_string(table.at(row, column)),
                                    numberText(cells / static_cast<double>(table.row_cells(row))),
                                    numberText(cells / static_cast<double>(table.column_cells(column)))});
        }
    return numbers;
}

QString percent(double share) {
    return tr("%1 %").arg(valueText(100 * share));
}

QString describeTable(const GroupPlot& plot, const GroupPlot::Place& place) {
    const CrossTable& table = *plot.table;
    const auto row = static_cast<std::size_t>(std::max(place.group, 0)),
               column = static_cast<std::size_t>(std::max(place.gene, 0));
    if (place.gene < 0)
        return tr("<b>%1</b><br>%2 cells")
            .arg(groupName(plot, row).toHtmlEscaped(), countText(table.row_cells(row)));
    if (place.group < 0)
        return tr("<b>%1</b><br>%2 cells")
            .arg(geneName(plot, column).toHtmlEscaped(), countText(table.column_cells(column)));
    const auto cells = static_cast<double>(table.at(row, column));
    return tr("<b>%1</b> in <b>%2</b><br>%3 cells<br>%4 of the row<br>%5 of the column")
        .arg(geneName(plot, column).toHtmlEscaped(), groupName(plot, row).toHtmlEscaped(),
             countText(table.at(row, column)), percent(cells / static_cast<double>(table.row_cells(row))),
             percent(cells / static_cast<double>(table.column_cells(column))));
}

QString describeDonors(const GroupPlot& plot, const GroupPlot::Place& place) {
    const Composition& made = *plot.composition;
    const auto group = static_cast<std::size_t>(std::max(place.gene, 0)),
               condition = static_cast<std::size_t>(std::max(place.group, 0));
    const QString groupText = QString::fromStdString(made.groups.names[group]).toHtmlEscaped(),
                  conditionText = QString::fromStdString(made.conditions.names[condition]).toHtmlEscaped();
    if (place.group < 0)
        return tr("<b>%1</b><br>%2 cells").arg(groupText, countText(made.groups.cells[group]));
    if (place.gene < 0)
        return tr("<b>%1</b><br>%2 cells").arg(conditionText, countText(made.conditions.cells[condition]));
    const ValueSummary& one = plot.summary->at(group, condition);
    QString text = tr("<b>%1</b> in <b>%2</b><br>%3 donors").arg(groupText, conditionText).arg(one.cells);
    if (one.cells == 0) return text;
    text += tr("<br>mean %1 %").arg(valueText(one.mean));
    if (std::isfinite(one.lower))
        text += tr("<br>95 % interval %1 to %2 %").arg(valueText(one.lower), valueText(one.upper));
    return text;
}

}  // namespace

FigureNumbers numbersOf(const GroupPlot& plot) {
    if (plot.table) return tableNumbers(plot);
    if (plot.composition) return donorNumbers(plot);
    const GroupSummary& summary = *plot.summary;
    FigureNumbers numbers;
    numbers.columns = {summary.of == ValuesOf::Genes     ? "gene"
                       : summary.of == ValuesOf::Columns ? "column"
                                                         : "tf",
                       "group"};
    if (summary.split) numbers.columns.emplace_back("part");
    for (const char* name : {"cells", "share", "mean", "standard_deviation", "mean_cp10k", "minimum", "q1",
                             "median", "q3", "maximum"})
        numbers.columns.emplace_back(name);
    for (const std::size_t gene : plot.genes)
        for (const std::size_t group : plot.groups)
            for (std::size_t part = 0; part < summary.parts(); ++part) {
                const ValueSummary& one = summary.at(gene, group, part);
                std::vector<std::string> row{summary.names[gene], summary.groups.names[group]};
                if (summary.split) row.push_back(summary.split->names[part]);
                row.push_back(std::to_string(one.cells));
                const double share = std::isfinite(one.mean) ? one.share() : ValueSummary::unknown;
                for (const double value : {share, one.mean, one.deviation, one.linear, one.least, one.q1,
                                           one.median, one.q3, one.most})
                    row.push_back(numberText(value));
                numbers.rows.push_back(std::move(row));
            }
    return numbers;
}

QString describe(const GroupPlot& plot, const GroupPlot::Place& place) {
    if (place.gene < 0 && place.group < 0) return {};
    if (plot.table) return describeTable(plot, place);
    if (plot.composition) return describeDonors(plot, place);
    const GroupSummary& summary = *plot.summary;
    const auto gene = static_cast<std::size_t>(std::max(place.gene, 0)),
               group = static_cast<std::size_t>(std::max(place.group, 0)),
               part = static_cast<std::size_t>(std::max(place.part, 0));
    if (place.group < 0) return QStringLiteral("<i>%1</i>").arg(geneName(plot, gene).toHtmlEscaped());
    QString who = QStringLiteral("<b>%1</b>").arg(groupName(plot, group).toHtmlEscaped());
    if (place.gene < 0) return tr("%1<br>%2 cells").arg(who, countText(summary.groups.cells[group]));
    if (summary.split) who += QStringLiteral(", ") + partName(plot, part).toHtmlEscaped();
    const ValueSummary& one = summary.at(gene, group, part);
    const QString name = geneName(plot, gene).toHtmlEscaped(), cells = countText(one.cells);
    if (one.cells == 0) return tr("<i>%1</i> in %2<br>no cells").arg(name, who);
    if (!std::isfinite(one.mean))
        return tr("<i>%1</i> in %2<br>%3 cells, values not known (NaN)").arg(name, who, cells);
    QString text = tr("<i>%1</i> in %2<br>%3 cells, %4 above 0").arg(name, who, cells, percent(one.share()));
    text += tr("<br>mean %1 %2").arg(valueText(one.mean), valueUnit(summary));
    if (std::isfinite(one.linear)) text += tr("<br>mean %1 CP10k").arg(valueText(one.linear));
    return text +
           tr("<br>quartiles %1, %2, %3").arg(valueText(one.q1), valueText(one.median), valueText(one.q3));
}

}  // namespace regulus
