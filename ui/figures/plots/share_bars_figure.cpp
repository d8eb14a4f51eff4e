#include "ui/figures/plots/share_bars_figure.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/figures/figure_key.h"
#include "ui/figures/plots/plot_pictures.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double margin = 1, gap = 2;  // mm
// In units of the size of the text.
constexpr double usual_row = 2, space = 0.4, tick = 0.25, tick_gap = 0.1, bar_share = 0.82, longest_bar = 70;

QString tr(const char* text) {
    return QCoreApplication::translate("GroupPlot", text);
}

double em(double points) {
    return points * mm_per_point;
}

Legend legendOf(const GroupPlot& plot) {
    Legend legend;
    legend.kind = Legend::Kind::Categories;
    legend.title = QString::fromStdString(plot.table->column_column);
    for (const std::size_t column : plot.genes) {
        legend.listed.push_back(legend.entries.size());
        legend.entries.push_back(
            {geneName(plot, column), plot.partColors.at(column), plot.table->column_cells(column)});
    }
    return legend;
}

class Composer {
  public:
    Composer(const GroupPlot& plot, const FigurePage& page)
        : m_plot(plot), m_page(page), m_points(page.textPoints), m_unit(em(page.textPoints)) {
        measure();
    }

    FigureDrawing compose() {
        FigureDrawing& out = m_drawing;
        const FigureDrawing key = categoryKey(legendOf(m_plot), {}, width(), 6, m_points);
        double top = margin + (m_plot.simulated ? lineHeight(m_points) + mark_gap : 0);
        fitRows(top + axisHeight() + gap + key.page.height() + margin);
        if (m_plot.simulated) out.mark(margin, m_points);
        out.plots.push_back({m_left, top, m_barWidth, rows() * m_row});
        for (std::size_t r = 0; r < m_plot.groups.size(); ++r)
            drawRow(r, top + static_cast<double>(r) * m_row);
        top += rows() * m_row;
        drawAxis(top);
        top += axisHeight() + gap;
        out.legend = QRectF(QPointF(margin, top), key.page);
        out.add(key, out.legend.topLeft());
        top += key.page.height() + margin;
        if (m_barWidth < 10) out.problems << tr("The names need more width, or smaller text.");
        out.page = QSizeF(m_page.widthMm, m_page.heightMm > 0 ? m_page.heightMm : top);
        return std::move(out);
    }

  private:
    double width() const { return m_page.widthMm - 2 * margin; }
    double rows() const { return static_cast<double>(m_plot.groups.size()); }
    double axisHeight() const { return (tick + tick_gap) * m_unit + 2 * lineHeight(m_points); }
    std::size_t cells(std::size_t r) const { return m_plot.table->row_cells(m_plot.groups[r]); }
    double whole() const {
        if (!m_plot.look.counts) return 1;
        std::size_t most = 1;
        for (std::size_t r = 0; r < m_plot.groups.size(); ++r) most = std::max(most, cells(r));
        return static_cast<double>(most);
    }

    void measure() {
        for (std::size_t r = 0; r < m_plot.groups.size(); ++r) {
            m_names.push_back(wrapped(groupName(m_plot, m_plot.groups[r]), 0.36 * width(), {m_points}));
            m_namesWidth = std::max(m_namesWidth, widestLine(m_names.back(), {m_points}));
            m_lines = std::max(m_lines, static_cast<double>(m_names.back().size()));
            m_countsWidth = std::max(m_countsWidth, textWidth(countText(cells(r)), {m_points}));
        }
        m_left = margin + m_namesWidth + space * m_unit;
        const double room = margin + width() - m_left - m_countsWidth - 2 * space * m_unit;
        m_barWidth = std::clamp(room, 1.0, longest_bar * m_unit);
    }

    void fitRows(double beside) {
        const double least = m_lines * lineHeight(m_points);
        m_row = std::max(least, usual_row * m_unit);
        if (m_page.heightMm <= 0) return;
        m_row = std::max(least, (m_page.heightMm - beside) / rows());
        if (beside + rows() * m_row > m_page.heightMm + 0.01)
            m_drawing.problems << heightProblem(beside + rows() * least);
    }

    void drawRow(std::size_t r, double top) {
        const Theme paper = Theme::figure();
        const std::size_t row = m_plot.groups[r];
        double y = top + (m_row - static_cast<double>(m_names[r].size()) * lineHeight(m_points)) / 2;
        for (const QString& line : m_names[r])
            y = m_drawing.write({line}, {m_left - space * m_unit - textWidth(line, {m_points}), y},
                                {m_points}, paper.text);
        m_drawing.spots.push_back({{margin, top, m_left - margin, m_row}, static_cast<int>(r), -1});
        const double one =
            m_barWidth /
            (m_plot.look.counts ? whole() : static_cast<double>(std::max<std::size_t>(1, cells(r))));
        double left = m_left;
        for (std::size_t c = 0; c < m_plot.genes.size(); ++c) {
            const std::size_t column = m_plot.genes[c];
            const double across = static_cast<double>(m_plot.table->at(row, column)) * one;
            if (across <= 0) continue;
            const QRectF box(left, top + (1 - bar_share) / 2 * m_row, across, bar_share * m_row);
            m_drawing.fill(box, shownColor(m_plot.partColors.at(column), paper.missing));
            m_drawing.spots.push_back({box, static_cast<int>(r), static_cast<int>(c)});
            left += across;
        }
        m_drawing.write({countText(cells(r))},
                        {left + space * m_unit, top + (m_row - lineHeight(m_points)) / 2}, {m_points},
                        paper.mutedText);
    }

    void drawAxis(double top) {
        const Theme paper = Theme::figure();
        m_drawing.stroke({m_left, top, m_left + m_barWidth, top}, paper.text, 0.15);
        const double scale = m_plot.look.counts ? whole() : 100;
        const std::vector<double> ticks = niceTicks(0, scale, m_barWidth > 60 ? 5 : 3);
        for (const double value : ticks) {
            const double x = m_left + value / scale * m_barWidth, end = top + tick * m_unit;
            const QString text = countText(static_cast<std::size_t>(value));
            m_drawing.stroke({x, top, x, end}, paper.text, 0.15);
            m_drawing.write({text}, {x - textWidth(text, {m_points}) / 2, end + tick_gap * m_unit},
                            {m_points}, paper.text);
        }
        const QString title = m_plot.look.counts ? tr("Cells") : tr("Share of all cells, %");
        m_drawing.write({title},
                        {m_left + (m_barWidth - textWidth(title, {m_points})) / 2,
                         top + (tick + tick_gap) * m_unit + lineHeight(m_points)},
                        {m_points}, paper.text);
    }

    const GroupPlot& m_plot;
    FigurePage m_page;
    double m_points, m_unit;
    std::vector<QStringList> m_names;
    double m_namesWidth = 0, m_countsWidth = 0, m_lines = 1, m_left = 0, m_barWidth = 0, m_row = 0;
    FigureDrawing m_drawing;
};

}  // namespace

QString ShareBarsFigure::title() const {
    return titleOf(m_plot);
}

FigureDrawing ShareBarsFigure::layOut(const FigurePage& page, Job& job) const {
    job.checkpoint();
    if (m_plot.genes.empty() || m_plot.groups.empty()) {
        FigureDrawing nothing;
        nothing.page = QSizeF(page.widthMm, page.heightMm > 0 ? page.heightMm : 10);
        nothing.problems << tr("There is nothing to draw.");
        return nothing;
    }
    return Composer(m_plot, page).compose();
}

}  // namespace regulus
