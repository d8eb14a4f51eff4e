#include "ui/figures/plots/plot_pictures.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/render/theme.h"

namespace regulus {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("GroupPlot", text);
}

// A row a group and part, as they are drawn: those without cells, too, so that rows stand for the same parts.
std::size_t rowCount(const GroupPlot& plot) {
    return plot.groups.size() * plot.summary->parts();
}

const ValueSummary& summaryAt(const GroupPlot& plot, std::size_t row, std::size_t column) {
    const std::size_t parts = plot.summary->parts();
    return plot.summary->at(plot.genes[column], plot.groups[row / parts], row % parts);
}

// A gene's means brought to one scale over the rows; a gene with one mean everywhere becomes 0.
void rescale(Matrix& values, PlotColor color) {
    for (std::size_t c = 0; c < values.cols; ++c) {
        double low = INFINITY, high = -INFINITY, sum = 0, squares = 0, n = 0;
        for (std::size_t r = 0; r < values.rows; ++r) {
            const auto v = static_cast<double>(values(r, c));
            if (!std::isfinite(v)) continue;
            low = std::min(low, v);
            high = std::max(high, v);
            sum += v;
            ++n;
        }
        const double mean = sum / n;
        for (std::size_t r = 0; r < values.rows; ++r)
            if (std::isfinite(values(r, c))) squares += std::pow(static_cast<double>(values(r, c)) - mean, 2);
        const double sd = std::sqrt(squares / n);
        for (std::size_t r = 0; r < values.rows; ++r) {
            float& v = values(r, c);
            if (!std::isfinite(v)) continue;
            const auto x = static_cast<double>(v);
            const double made = !(high > low)                   ? 0
                                : color == PlotColor::UnitRange ? (x - low) / (high - low)
                                                                : (x - mean) / sd;
            v = static_cast<float>(made);
        }
    }
}

Matrix coloredValues(const GroupPlot& plot) {
    Matrix values(rowCount(plot), plot.genes.size());
    const PlotColor color = plot.look.color;
    for (std::size_t r = 0; r < values.rows; ++r)
        for (std::size_t c = 0; c < values.cols; ++c) {
            const ValueSummary& one = summaryAt(plot, r, c);
            values(r, c) = static_cast<float>(color == PlotColor::MeanCounts ? one.linear : one.mean);
        }
    if (color == PlotColor::UnitRange || color == PlotColor::ZScore) rescale(values, color);
    return values;
}

struct FieldColors {
    ColorMap map;
    double low, high;
    QColor of(float value) const {
        return QColor(colorAt(map, high > low ? (static_cast<double>(value) - low) / (high - low) : 0.5));
    }
};

FieldColors fieldColors(const GroupPlot& plot, const Matrix& values) {
    double low = 0, high = 0;
    for (const float v : values.values)
        if (std::isfinite(v))
            low = std::min(low, static_cast<double>(v)), high = std::max(high, static_cast<double>(v));
    if (plot.look.color == PlotColor::UnitRange) return {plot.look.map, 0, 1};
    if (low >= 0 && plot.look.color != PlotColor::ZScore) return {plot.look.map, 0, high};
    const double most = std::max(-low, high);
    return {ColorMap::BlueRed, -most, most};
}

ScaleKey scaleOf(const GroupPlot& plot, const FieldColors& colors) {
    const GroupSummary& summary = *plot.summary;
    ScaleKey scale;
    const auto& table = colorTable(colors.map);
    scale.colors.assign(table.begin(), table.end());
    scale.low = colors.low;
    scale.high = colors.high;
    scale.title = tr("Mean %1").arg(valueName(summary));
    switch (plot.look.color) {
        case PlotColor::Mean:
            scale.unit = valueUnit(summary);
            break;
        case PlotColor::MeanCounts:
            scale.unit = QStringLiteral("CP10k");
            break;
        case PlotColor::UnitRange:
            scale.unit = summary.of == ValuesOf::Genes     ? tr("0 to 1 in each gene")
                         : summary.of == ValuesOf::Columns ? tr("0 to 1 in each column")
                                                           : tr("0 to 1 in each TF");
            break;
        case PlotColor::ZScore:
            scale.unit = tr("z-score across groups");
            break;
    }
    return scale;
}

// Up to the next tenth, as scanpy has it.
SizeKey sizesOf(const GroupPlot& plot) {
    double most = 0;
    for (std::size_t r = 0; r < rowCount(plot); ++r)
        for (std::size_t c = 0; c < plot.genes.size(); ++c)
            if (const double share = summaryAt(plot, r, c).share(); share > most) most = share;
    SizeKey sizes;
    sizes.largest = std::max(0.1, std::ceil(most * 10 - 1e-9) / 10);
    sizes.title = plot.summary->of == ValuesOf::Genes ? tr("Cells expressing") : tr("Cells above 0");
    sizes.unit = QStringLiteral("%");
    const int tenths = static_cast<int>(std::lround(sizes.largest * 10));
    const int step = tenths > 5 ? 2 : 1;
    for (int t = tenths % step == 0 ? step : 1; t <= tenths; t += step) {
        sizes.shown.push_back(t / 10.0);
        sizes.texts << QString::number(10 * t);
    }
    return sizes;
}

MatrixPicture::Axis groupAxis(const GroupPlot& plot) {
    MatrixPicture::Axis axis;
    const std::size_t parts = plot.summary->parts();
    for (const std::size_t group : plot.groups)
        for (std::size_t part = 0; part < parts; ++part) {
            axis.names << (parts == 1 ? groupName(plot, group)
                                      : tr("%1, %2").arg(groupName(plot, group), partName(plot, part)));
            if (!plot.groupColors.empty()) axis.marks.push_back(markColor(plot.groupColors[group]));
        }
    // A tree joins groups; parts of a group are no leaves of it.
    if (parts == 1) axis.tree = plot.tree;
    return axis;
}

}  // namespace

QRgb markColor(QRgb color) {
    return shownColor(color, Theme::figure().missing).rgb();
}

MatrixPicture meansPicture(const GroupPlot& plot) {
    MatrixPicture out;
    out.rows = groupAxis(plot);
    out.columns.italic = true;
    for (const std::size_t gene : plot.genes) out.columns.names << geneName(plot, gene);
    const Matrix values = coloredValues(plot);
    const FieldColors colors = fieldColors(plot, values);
    const bool dots = plot.look.kind == PlotKind::Dots;
    bool empty = false, unknown = false;
    for (std::size_t r = 0; r < values.rows; ++r)
        for (std::size_t c = 0; c < values.cols; ++c) {
            const float value = values(r, c);
            if (!std::isfinite(value)) (summaryAt(plot, r, c).cells == 0 ? empty : unknown) = true;
            out.fields.push_back(std::isfinite(value) ? colors.of(value) : QColor());
            const double share = summaryAt(plot, r, c).share();
            if (dots) out.discs.push_back(std::isfinite(share) ? static_cast<float>(share) : 0.0F);
        }
    if (dots) out.sizes = sizesOf(plot);
    out.scales = {scaleOf(plot, colors)};
    out.scales.back().missingName = empty && unknown ? tr("no cells, or values not known")
                                    : unknown        ? tr("values not known (NaN)")
                                    : empty          ? tr("no cells")
                                                     : QString();
    out.scales.back().hatched = true;
    out.title = titleOf(plot);
    out.note = noteOf(plot);
    out.simulated = plot.simulated;
    return plot.look.swapped ? turned(out) : out;
}

MatrixPicture tablePicture(const GroupPlot& plot) {
    const CrossTable& table = *plot.table;
    MatrixPicture out;
    out.rows.title = QString::fromStdString(table.row_column);
    out.columns.title = QString::fromStdString(table.column_column);
    for (const std::size_t column : plot.genes) {
        out.columns.names << geneName(plot, column);
        if (!plot.partColors.empty()) out.columns.marks.push_back(markColor(plot.partColors[column]));
    }
    for (const std::size_t row : plot.groups) {
        out.rows.names << groupName(plot, row);
        if (!plot.groupColors.empty()) out.rows.marks.push_back(markColor(plot.groupColors[row]));
        const auto whole = static_cast<double>(table.row_cells(row));
        for (const std::size_t column : plot.genes) {
            const std::size_t cells = table.at(row, column);
            out.fields.push_back(QColor(colorAt(plot.look.map, static_cast<double>(cells) / whole)));
            out.texts << countText(cells);
        }
    }
    out.keepTexts = true;
    ScaleKey scale;
    const auto& colors = colorTable(plot.look.map);
    scale.colors.assign(colors.begin(), colors.end());
    scale.title = tr("Share of the row");
    out.scales = {scale};
    out.title = titleOf(plot);
    out.simulated = plot.simulated;
    return out;
}

}  // namespace regulus
