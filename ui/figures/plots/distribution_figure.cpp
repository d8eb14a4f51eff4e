#include "ui/figures/plots/distribution_figure.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/figures/matrix_writer.h"
#include "ui/figures/plots/distribution_marks.h"
#include "ui/figures/plots/donor_plot.h"
#include "ui/figures/plots/plot_pictures.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double margin = 1, gap = 2;  // mm
// In units of the size of the text.
constexpr double usual_row = 4.8, least_row = 2.6, lying_row = 2.4, least_panel = 6, widest_violin = 9,
                 tick = 0.25, tick_gap = 0.2;

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
          m_lying(valuesLie(plot.look)),
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
    double tickRoom() const { return m_lying ? (tick + tick_gap) * em(m_points) + lineHeight(m_points) : 0; }
    double bandHeight() const { return m_plan.header + rows() * m_row + tickRoom(); }

    QStringList noteLines() const {
        const QString note = noteOf(m_plot);
        return note.isEmpty() ? QStringList() : wrapped(note, width(), {m_points});
    }

    void plan() {
        MatrixPicture::Axis groups, genes;
        genes.italic = !m_plot.composition && m_plot.summary->of != ValuesOf::Columns;
        for (const std::size_t group : m_plot.groups) {
            groups.names << groupName(m_plot, group);
            if (m_plot.summary->split) groups.marks.push_back(markColor(m_plot.groupColors.at(group)));
        }
        for (const std::size_t gene : m_plot.genes) genes.names << geneName(m_plot, gene);
        m_names.rows = m_lying ? groups : genes;
        m_names.columns = m_lying ? genes : groups;
        const QString unit = valueUnit(*m_plot.summary);
        QString name = valueName(*m_plot.summary);
        name[0] = name[0].toUpper();
        m_names.columns.title = unit.isEmpty() ? name : QStringLiteral("%1, %2").arg(name, unit);
        if (m_plot.composition)
            m_names.columns.title = QCoreApplication::translate("GroupPlot", "Share of cells, %");
        const double inset = m_lying ? 0 : axisRoom();
        const CellRange cells{m_lying ? least_panel * em(m_points) : 0, width()};  // the page is filled
        m_plan = planOf(m_names, width() - inset, 0.3, m_points, cells);
        m_plan.inset = inset;
        m_plan.left += inset;
    }

    // For the ticks of the rows.
    double axisRoom() const {
        double widest = 0;
        for (const ValueAxis& axis : m_axes)
            for (const int most : {2, 3})  // fewer may take more digits
                for (const QString& text : ticksOf(axis, most).texts)
                    widest = std::max(widest, textWidth(text, {m_points}));
        return widest + (tick + 2 * tick_gap) * em(m_points);
    }

    // As high as usual, or as the page allows.
    void fitRows(double beside) {
        const double parts =
            m_plot.look.kind == PlotKind::Ridges ? 1 : static_cast<double>(m_plot.summary->parts());
        const double least =
            std::max(m_plan.leastHeight,
                     m_lying ? std::max(1.0, 0.7 * parts) * lineHeight(m_points) : least_row * em(m_points));
        const auto needed = [&](double row) {
            m_row = row;
            return beside + m_plan.bands * bandHeight() + (m_plan.bands - 1) * gap;
        };
        const double usual = std::max(least, (m_lying ? parts * lying_row : usual_row) * em(m_points));
        const double high = needed(usual);
        const auto fitted = [&](double page) {
            return std::max(least, usual + (page - high) / (m_plan.bands * rows()));
        };
        if (m_page.heightMm <= 0) {
            if (high > tall_page_mm) needed(fitted(tall_page_mm));
        } else if (needed(fitted(m_page.heightMm)) > m_page.heightMm + 0.01) {
            m_drawing.problems << heightProblem(needed(least));
        }
    }

    void drawBand(int band, QPointF at) {
        writeBand({m_names, m_plan, m_row, m_points}, band, at, m_drawing);
        const int first = band * m_plan.perBand;
        const int count = std::min(m_plan.perBand, static_cast<int>(m_names.columns.names.size()) - first);
        const QPointF corner(at.x() + m_plan.left, at.y() + m_plan.header);
        for (int r = 0; r < static_cast<int>(m_names.rows.names.size()); ++r) {
            const QRectF row(corner.x(), corner.y() + r * m_row, count * m_plan.cellWidth, m_row);
            if (!m_lying) drawRowAxis(row, static_cast<std::size_t>(r));
            for (int c = 0; c < count; ++c)
                drawCell({row.left() + c * m_plan.cellWidth, row.top(), m_plan.cellWidth, m_row}, r,
                         first + c);
        }
        if (!m_lying) return;
        for (int c = 0; c < count; ++c)
            drawPanelAxis(
                {corner.x() + c * m_plan.cellWidth, corner.y() + rows() * m_row, m_plan.cellWidth, 0},
                static_cast<std::size_t>(first + c));
    }

    // Where marks lie: a little air to the neighbours.
    QRectF inside(const QRectF& cell) const {
        const double air = 0.08 * m_row;
        return m_lying ? cell.adjusted(0.3 * em(m_points), air, -0.3 * em(m_points), 0)
                       : cell.adjusted(0, air / 2, 0, -air / 2);
    }

    void drawRowAxis(const QRectF& row, std::size_t gene) {
        const Theme paper = Theme::figure();
        const QRectF plot = inside(row);
        m_drawing.frame(row, paper.line, 0.1);
        const int most = std::clamp(static_cast<int>(plot.height() / lineHeight(m_points)), 2, 3);
        const Ticks ticks = ticksOf(m_axes[gene], most);
        double below = INFINITY;  // the last one that is written
        for (std::size_t i = 0; i < ticks.values.size(); ++i) {
            const double y = plot.bottom() - m_axes[gene].share(ticks.values[i]) * plot.height();
            const double left = row.left() - tick * em(m_points);
            m_drawing.stroke({left, y, row.left(), y}, paper.text, 0.15);
            // Within the row, so that it stays clear of the ticks of the next.
            const double half = lineHeight(m_points) / 2,
                         middle =
                             std::clamp(y, row.top() + half, std::max(row.top() + half, row.bottom() - half));
            if (below - middle < 2 * half) continue;  // a low row has room for one
            below = middle;
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

    // A violin is a violin also where it has much room: in the middle of that.
    QRectF ofViolins(QRectF box) const {
        const double most = widest_violin * em(m_points) *
                            static_cast<double>(std::max<std::size_t>(1, m_plot.summary->parts()));
        if (m_lying || box.width() <= most) return box;
        const double spare = (box.width() - most) / 2;
        return box.adjusted(spare, 0, -spare, 0);
    }

    // Beside each other, or below; ridges all stand on one line.
    QRectF partOf(const QRectF& box, std::size_t part) const {
        const double share = 1 / static_cast<double>(m_plot.summary->parts()),
                     before = share * static_cast<double>(part);
        if (m_plot.look.kind == PlotKind::Ridges) return box;
        if (m_lying)
            return {box.left(), box.top() + before * box.height(), box.width(), share * box.height()};
        return {box.left() + before * box.width(), box.top(), share * box.width(), box.height()};
    }

    void drawCell(const QRectF& cell, int row, int column) {
        const auto gene = static_cast<std::size_t>(m_lying ? column : row),
                   group = static_cast<std::size_t>(m_lying ? row : column);
        const std::size_t parts = m_plot.summary->parts();
        const QRectF plot = ofViolins(inside(cell)), around = parts > 1 ? ofViolins(cell) : cell;
        if (m_plot.look.kind == PlotKind::Ridges)
            m_drawing.stroke({plot.left(), plot.bottom(), plot.right(), plot.bottom()}, Theme::figure().line,
                             0.1);
        for (std::size_t part = 0; part < parts; ++part) {
            m_drawing.spots.push_back({partOf(around, part), row, column, static_cast<int>(part)});
            const ValueSummary& summary = m_plot.summary->at(m_plot.genes[gene], m_plot.groups[group], part);
            if (std::isfinite(summary.median)) drawMark(partOf(plot, part), summary, gene, group, part);
        }
    }

    void drawMark(const QRectF& place, const ValueSummary& summary, std::size_t gene, std::size_t group,
                  std::size_t part) {
        const ValueAxis& axis = m_axes[gene];
        const bool divided = m_plot.summary->parts() > 1;
        const QRgb chosen =
            divided ? m_plot.partColors.at(part) : m_plot.groupColors.at(m_plot.groups[group]);
        const QColor color = shownColor(chosen, Theme::figure().missing);
        if (m_plot.composition)
            drawDonors(m_drawing, place,
                       donorShares(*m_plot.composition, m_plot.genes[gene], m_plot.groups[group]), summary,
                       axis, color);
        else if (m_plot.look.kind == PlotKind::Ridges)
            drawRidge(m_drawing, place, summary, axis, color, divided);
        else if (m_plot.look.kind == PlotKind::Boxes)
            drawBox(m_drawing, place, summary, axis, color, m_lying);
        else
            drawViolin(m_drawing, place, summary, axis, color, m_lying);
    }

    const GroupPlot& m_plot;
    FigurePage m_page;
    double m_points;
    bool m_lying;  // values run to the right, in a panel a gene; else upwards, in a row a gene
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
