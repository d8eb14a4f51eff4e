#include "ui/figures/plots/distribution_figure.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/figures/matrix_writer.h"
#include "ui/figures/plots/distribution_marks.h"
#include "ui/figures/plots/plot_pictures.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double margin = 1, gap = 2;  // mm
// In units of the size of the text.
constexpr double usual_row = 4.8, least_row = 2.6, ridge_row = 2.4, widest_panel = 14, least_panel = 6,
                 widest_violin = 7, tick = 0.25, tick_gap = 0.2;

double em(double points) {
    return points * mm_per_point;
}

// One a gene shown.
std::vector<ValueAxis> axesOf(const GroupPlot& plot) {
    constexpr double air = 0.04;  // of the range, at both ends
    std::vector<ValueAxis> axes;
    for (const std::size_t gene : plot.genes) {
        double low = INFINITY, high = -INFINITY;
        for (const std::size_t group : plot.groups)
            for (std::size_t part = 0; part < plot.summary->parts(); ++part) {
                const ValueSummary& one = plot.summary->at(gene, group, part);
                if (!std::isfinite(one.least)) continue;
                low = std::min(low, one.least);
                high = std::max(high, one.most);
            }
        if (!(low <= high)) low = 0, high = 1;  // nothing is known of it
        const double range = high > low ? high - low : 1;
        axes.push_back({low - air * range, high + air * range});
    }
    return axes;
}

struct Ticks {
    std::vector<double> values;
    std::vector<QString> texts;
};
Ticks ticksOf(const ValueAxis& axis, int most) {
    Ticks ticks;
    ticks.values = niceTicks(axis.low, axis.high, most);
    ticks.texts = tickLabels(ticks.values);
    return ticks;
}

class Composer {
  public:
    Composer(const GroupPlot& plot, const FigurePage& page)
        : m_plot(plot),
          m_page(page),
          m_points(page.textPoints),
          m_ridges(plot.look.kind == PlotKind::Ridges),
          m_axes(axesOf(plot)) {
        plan();
    }

    FigureDrawing compose() {
        FigureDrawing& out = m_drawing;
        const FigureDrawing key = categoryKey(partLegend(m_plot), {}, width(), 6, m_points);
        const double keyHeight = key.page.isEmpty() ? 0 : key.page.height() + gap;
        const QStringList note = noteLines();
        const double below =
            keyHeight + static_cast<double>(note.size()) * lineHeight(m_points) + (note.isEmpty() ? 0 : 1);
        double top = margin + (m_plot.simulated ? lineHeight(m_points) + mark_gap : 0);
        fitRows(top + below + margin);
        if (m_plot.simulated) out.mark(margin, m_points);
        // Above, where it is seen however many rows there are.
        if (!key.page.isEmpty()) {
            out.legend = QRectF(QPointF(margin, top), key.page);
            out.add(key, out.legend.topLeft());
            top += keyHeight;
        }
        for (int band = 0; band < m_plan.bands; ++band) {
            drawBand(band, {margin, top});
            top += bandHeight() + (band + 1 < m_plan.bands ? gap : 0);
        }
        if (!note.isEmpty()) top = out.write(note, {margin, top + 1}, {m_points}, Theme::figure().mutedText);
        if (m_plan.width(m_plan.perBand) > width() + 0.01)
            out.problems << QCoreApplication::translate("GroupPlot",
                                                        "The names need more width, or smaller text.");
        out.page = QSizeF(m_page.widthMm, m_page.heightMm > 0 ? m_page.heightMm : top + margin);
        return std::move(out);
    }

  private:
    double width() const { return m_page.widthMm - 2 * margin; }
    double rows() const { return static_cast<double>(m_names.rows.names.size()); }
    double tickRoom() const { return m_ridges ? (tick + tick_gap) * em(m_points) + lineHeight(m_points) : 0; }
    double bandHeight() const { return m_plan.header + rows() * m_row + tickRoom(); }

    QStringList noteLines() const {
        const QString note = noteOf(m_plot);
        return note.isEmpty() ? QStringList() : wrapped(note, width(), {m_points});
    }

    void plan() {
        MatrixPicture::Axis groups, genes;
        genes.italic = true;
        for (const std::size_t group : m_plot.groups) {
            groups.names << groupName(m_plot, group);
            if (m_plot.summary->split) groups.marks.push_back(markColor(m_plot.groupColors.at(group)));
        }
        for (const std::size_t gene : m_plot.genes) genes.names << geneName(m_plot, gene);
        m_names.rows = m_ridges ? groups : genes;
        m_names.columns = m_ridges ? genes : groups;
        const QString unit = valueUnit(*m_plot.summary);
        QString name = valueName(*m_plot.summary);
        name[0] = name[0].toUpper();
        m_names.columns.title = QStringLiteral("%1, %2").arg(name, unit);
        const double inset = m_ridges ? 0 : axisRoom(), parts = static_cast<double>(m_plot.summary->parts());
        const CellRange cells = m_ridges ? CellRange{least_panel * em(m_points), widest_panel * em(m_points)}
                                         : CellRange{0, widest_violin * em(m_points) * std::min(parts, 3.0)};
        m_plan = planOf(m_names, width() - inset, 0.3, m_points, cells);
        m_plan.inset = inset;
        m_plan.left += inset;
    }

    // For the ticks of the rows.
    double axisRoom() const {
        double widest = 0;
        for (const ValueAxis& axis : m_axes)
            for (const QString& text : ticksOf(axis, 3).texts)
                widest = std::max(widest, textWidth(text, {m_points}));
        return widest + (tick + 2 * tick_gap) * em(m_points);
    }

    // As high as usual, or as the page allows.
    void fitRows(double beside) {
        const double least =
            std::max(m_plan.leastHeight, m_ridges ? lineHeight(m_points) : least_row * em(m_points));
        const auto needed = [&](double row) {
            m_row = row;
            return beside + m_plan.bands * bandHeight() + (m_plan.bands - 1) * gap;
        };
        const double usual = std::max(least, (m_ridges ? ridge_row : usual_row) * em(m_points));
        const double high = needed(usual);
        if (m_page.heightMm <= 0) return;
        const double fitted = usual + (m_page.heightMm - high) / (m_plan.bands * rows());
        if (needed(std::max(least, fitted)) > m_page.heightMm + 0.01)
            m_drawing.problems << heightProblem(needed(least));
    }

    void drawBand(int band, QPointF at) {
        writeBand({m_names, m_plan, m_row, m_points}, band, at, m_drawing);
        const int first = band * m_plan.perBand;
        const int count = std::min(m_plan.perBand, static_cast<int>(m_names.columns.names.size()) - first);
        const QPointF corner(at.x() + m_plan.left, at.y() + m_plan.header);
        for (int r = 0; r < static_cast<int>(m_names.rows.names.size()); ++r) {
            const QRectF row(corner.x(), corner.y() + r * m_row, count * m_plan.cellWidth, m_row);
            if (!m_ridges) drawRowAxis(row, static_cast<std::size_t>(r));
            for (int c = 0; c < count; ++c)
                drawCell({row.left() + c * m_plan.cellWidth, row.top(), m_plan.cellWidth, m_row}, r,
                         first + c);
        }
        if (!m_ridges) return;
        for (int c = 0; c < count; ++c)
            drawPanelAxis(
                {corner.x() + c * m_plan.cellWidth, corner.y() + rows() * m_row, m_plan.cellWidth, 0},
                static_cast<std::size_t>(first + c));
    }

    // Where marks lie: a little air to the neighbours.
    QRectF inside(const QRectF& cell) const {
        const double air = 0.08 * m_row;
        return m_ridges ? cell.adjusted(0.3 * em(m_points), air, -0.3 * em(m_points), 0)
                        : cell.adjusted(0, air / 2, 0, -air / 2);
    }

    void drawRowAxis(const QRectF& row, std::size_t gene) {
        const Theme paper = Theme::figure();
        const QRectF plot = inside(row);
        m_drawing.frame(row, paper.line, 0.1);
        const int most = std::clamp(static_cast<int>(plot.height() / lineHeight(m_points)), 2, 3);
        const Ticks ticks = ticksOf(m_axes[gene], most);
        for (std::size_t i = 0; i < ticks.values.size(); ++i) {
            const double y = plot.bottom() - m_axes[gene].share(ticks.values[i]) * plot.height();
            const double left = row.left() - tick * em(m_points);
            m_drawing.stroke({left, y, row.left(), y}, paper.text, 0.15);
            // Within the row, so that it stays clear of the ticks of the next.
            const double half = lineHeight(m_points) / 2,
                         middle =
                             std::clamp(y, row.top() + half, std::max(row.top() + half, row.bottom() - half));
            m_drawing.write(
                {ticks.texts[i]},
                {left - tick_gap * em(m_points) - textWidth(ticks.texts[i], {m_points}), middle - half},
                {m_points}, paper.text);
        }
    }

    void drawPanelAxis(const QRectF& below, std::size_t gene) {
        const Theme paper = Theme::figure();
        const QRectF plot = inside({below.left(), below.top() - m_row, below.width(), m_row});
        m_drawing.stroke({plot.left(), below.top(), plot.right(), below.top()}, paper.text, 0.15);
        const Ticks ticks = ticksOf(m_axes[gene], 3);
        for (std::size_t i = 0; i < ticks.values.size(); ++i) {
            const double x = plot.left() + m_axes[gene].share(ticks.values[i]) * plot.width();
            const double end = below.top() + tick * em(m_points);
            m_drawing.stroke({x, below.top(), x, end}, paper.text, 0.15);
            const double half = textWidth(ticks.texts[i], {m_points}) / 2,
                         middle = std::clamp(x, below.left() + half,
                                             std::max(below.left() + half, below.right() - half));
            m_drawing.write({ticks.texts[i]}, {middle - half, end}, {m_points}, paper.text);
        }
    }

    void drawCell(const QRectF& cell, int row, int column) {
        const auto gene = static_cast<std::size_t>(m_ridges ? column : row),
                   group = static_cast<std::size_t>(m_ridges ? row : column);
        const std::size_t parts = m_plot.summary->parts();
        const QRectF plot = inside(cell);
        if (m_ridges)
            m_drawing.stroke({plot.left(), plot.bottom(), plot.right(), plot.bottom()}, Theme::figure().line,
                             0.1);
        for (std::size_t part = 0; part < parts; ++part) {
            const double share = m_ridges ? 1 : 1 / static_cast<double>(parts);
            const double left = m_ridges ? 0 : static_cast<double>(part) * share * cell.width();
            const QRectF place(plot.left() + left, plot.top(), plot.width() * share, plot.height());
            m_drawing.spots.push_back({{cell.left() + left, cell.top(), cell.width() * share, cell.height()},
                                       row,
                                       column,
                                       static_cast<int>(part)});
            const ValueSummary& summary = m_plot.summary->at(m_plot.genes[gene], m_plot.groups[group], part);
            if (std::isfinite(summary.median)) drawMark(place, summary, m_axes[gene], group, part);
        }
    }

    void drawMark(const QRectF& place, const ValueSummary& summary, const ValueAxis& axis, std::size_t group,
                  std::size_t part) {
        const bool divided = m_plot.summary->parts() > 1;
        const QRgb chosen =
            divided ? m_plot.partColors.at(part) : m_plot.groupColors.at(m_plot.groups[group]);
        const QColor color = shownColor(chosen, Theme::figure().missing);
        if (m_ridges)
            drawRidge(m_drawing, place, summary, axis, color, divided);
        else if (m_plot.look.kind == PlotKind::Boxes)
            drawBox(m_drawing, place, summary, axis, color);
        else
            drawViolin(m_drawing, place, summary, axis, color);
    }

    const GroupPlot& m_plot;
    FigurePage m_page;
    double m_points;
    bool m_ridges;
    std::vector<ValueAxis> m_axes;
    MatrixPicture m_names;
    MatrixPlan m_plan;
    double m_row = 0;
    FigureDrawing m_drawing;
};

}  // namespace

QString DistributionFigure::title() const {
    return titleOf(m_plot);
}

FigureDrawing DistributionFigure::layOut(const FigurePage& page, Job& job) const {
    job.checkpoint();
    if (m_plot.genes.empty() || m_plot.groups.empty()) {
        FigureDrawing nothing;
        nothing.page = QSizeF(page.widthMm, page.heightMm > 0 ? page.heightMm : 10);
        nothing.problems << QCoreApplication::translate("GroupPlot", "There is nothing to draw.");
        return nothing;
    }
    return Composer(m_plot, page).compose();
}

}  // namespace regulus
