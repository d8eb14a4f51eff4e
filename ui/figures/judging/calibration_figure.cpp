#include "ui/figures/judging/calibration_figure.h"

#include <QCoreApplication>
#include <algorithm>

#include "core/stats/shares.h"
#include "ui/figures/plot_axes_drawing.h"
#include "ui/render/palettes.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double margin = 1, gap = 3, band_gap = 0.8;             // mm
constexpr double usual_aspect = 1.25, side_by_side = 110;         // width over height; mm of the page
constexpr double least_width = 20, least_height = 12;             // mm, of a panel
constexpr double strip = 0.16, dot = 0.8, widest_dot = 1.6;       // of a panel's height; mm
constexpr double curve_width = 0.4, whisker = 0.2, cross = 0.25;  // mm

QString tr(const char* text) {
    return QCoreApplication::translate("CalibrationPlot", text);
}

QPointF placeOf(const QRectF& box, const PlotAxis& x, const PlotAxis& y, double atX, double atY) {
    return {box.left() + alongAxis(x, atX) * box.width(), box.bottom() - alongAxis(y, atY) * box.height()};
}

class Composer {
  public:
    Composer(const CalibrationPlot& plot, const FigurePage& page)
        : m_plot(plot), m_page(page), m_points(page.textPoints), m_line(lineHeight(page.textPoints)) {}

    FigureDrawing compose() {
        m_top = m_plot.simulated ? m_drawing.mark(margin, m_points) + m_line / 2 : margin + m_line / 2;
        if (m_plot.noted) wrapNotes();
        const bool both = m_plot.panels == CalibrationPanels::Both;
        m_beside = both && m_page.widthMm >= side_by_side;
        m_rows = both && !m_beside ? 2 : 1;
        measure();
        double left = margin, top = m_top;
        if (m_plot.panels != CalibrationPanels::Coverage) {
            reliability(box(left, top), left);
            m_beside ? left += m_cell + gap : top += m_height + below();
        }
        if (m_plot.panels != CalibrationPanels::Reliability) coverage(box(left, top), left);
        const double foot = m_top + m_rows * (m_height + below());
        if (!m_notes.isEmpty())
            m_drawing.write(m_notes, {margin, foot}, {m_points}, Theme::figure().mutedText);
        const double end = foot + static_cast<double>(m_notes.size()) * m_line + margin;
        m_drawing.page = QSizeF(m_page.widthMm, m_page.heightMm > 0 ? m_page.heightMm : end);
        return std::move(m_drawing);
    }

  private:
    double below() const { return axisRoomBelow(m_points) + (m_notes.isEmpty() ? 0 : m_line / 2); }
    PlotAxis shareAxis() const { return {tr("Share predicted correctly"), 0, 1}; }

    void wrapNotes() {
        for (const QString& text : {summaryText(m_plot), thresholdText(m_plot), caveatText(m_plot)})
            if (!text.isEmpty()) m_notes += wrapped(text, m_page.widthMm - 2 * margin, {m_points});
    }

    double band(double height) const { return std::max(m_line, strip * height); }  // of the counts
    double roomLeft(double height) const {
        return std::max(axisRoomLeft(shareAxis(), height - band(height) - band_gap, m_points),
                        axisRoomLeft(accuracyAxis(m_plot), height, m_points));
    }

    // A panel with its axes is m_cell wide, and m_height high without those.
    void measure() {
        const double room = m_page.widthMm - 2 * margin;
        m_cell = m_beside ? (room - gap) / 2 : room;
        const double fixed = m_top + m_rows * below() + static_cast<double>(m_notes.size()) * m_line + margin;
        m_height = m_page.heightMm > 0 ? (m_page.heightMm - fixed) / m_rows : 0;
        m_left = roomLeft(m_height > 0 ? m_height : m_cell);
        m_width = m_cell - m_left - m_line;  // half a tick's text to the right
        if (m_page.heightMm <= 0) {
            m_height = m_width / usual_aspect;
            m_left = std::max(m_left, roomLeft(m_height));  // other ticks may be wider
            m_width = m_cell - m_left - m_line;
        }
        if (m_width < least_width) m_drawing.problems << tr("The plot needs more width, or smaller text.");
        if (m_page.heightMm > 0 && m_height < least_height)
            m_drawing.problems << heightProblem(fixed + m_rows * least_height);
        m_width = std::max(m_width, least_width);
        m_height = std::max(m_height, least_height);
    }

    QRectF box(double left, double top) const { return {left + m_left, top, m_width, m_height}; }

    void stand(const QRectF& box, double x, const QColor& color) {
        m_drawing.stroke({{x, box.top()}, {x, box.bottom()}}, color, cross);
    }

    // How many cells each bin has, above the diagram.
    void counts(const QRectF& band) {
        std::size_t most = 1;
        const auto& bins = m_plot.judged->bins;
        for (const ReliabilityBin& bin : bins) most = std::max(most, bin.cells);
        const double width = band.width() / static_cast<double>(bins.size());
        for (std::size_t i = 0; i < bins.size(); ++i) {
            if (bins[i].cells == 0) continue;
            const double high = std::max(
                0.15, band.height() * static_cast<double>(bins[i].cells) / static_cast<double>(most));
            m_drawing.fill(
                {band.left() + static_cast<double>(i) * width + 0.1, band.bottom() - high, width - 0.2, high},
                Theme::figure().missing);
        }
        m_drawing.stroke({band.bottomLeft(), band.bottomRight()}, Theme::figure().line, 0.15);
        m_drawing.write({tr("up to %1 cells a bin").arg(countText(most))}, band.topLeft(), {m_points},
                        Theme::figure().mutedText);
    }

    void reliability(const QRectF& whole, double left) {
        const Theme theme = Theme::figure();
        const PlotAxis x = certaintyAxis(m_plot), y = shareAxis();
        const double counted = band(whole.height());
        const QRectF box = whole.adjusted(0, counted + band_gap, 0, 0);
        m_drawing.plots.push_back(box);
        counts({whole.left(), whole.top(), whole.width(), counted});
        m_drawing.stroke({box.bottomLeft(), box.topRight()}, theme.mutedText, 0.15);
        drawAxes(m_drawing, x, y, box, left, m_points);
        QPolygonF curve;
        for (const ReliabilityBin& bin : m_plot.judged->bins) {
            if (bin.cells == 0) continue;
            const auto right = static_cast<std::size_t>(bin.accuracy * static_cast<double>(bin.cells) + 0.5);
            const Interval interval = wilson_interval(right, bin.cells);
            m_drawing.stroke({placeOf(box, x, y, bin.confidence, interval.low),
                              placeOf(box, x, y, bin.confidence, interval.high)},
                             theme.mutedText, whisker);
            curve << placeOf(box, x, y, bin.confidence, bin.accuracy);
        }
        if (curve.size() > 1) m_drawing.path(curve, theme.accent, curve_width);
        for (const QPointF& at : curve)
            m_drawing.disc({at.x() - dot, at.y() - dot, 2 * dot, 2 * dot}, theme.accent);
        stand(box, placeOf(box, x, y, m_plot.threshold, 0).x(), theme.warning);
    }

    void coverage(const QRectF& box, double left) {
        const Theme theme = Theme::figure();
        const PlotAxis x{tr("Share of cells kept"), 0, 1}, y = accuracyAxis(m_plot);
        const auto all = static_cast<double>(m_plot.judged->cells.size());
        m_drawing.plots.push_back(box);
        QPolygonF curve, upper, lower;
        for (const KeptCells& point : m_plot.curve) {
            const double share = static_cast<double>(point.kept) / all;
            const Interval interval = wilson_interval(point.right, point.kept);
            curve << placeOf(box, x, y, share, point.accuracy());
            upper << placeOf(box, x, y, share, interval.high);
            lower.prepend(placeOf(box, x, y, share, std::max(interval.low, y.low)));
        }
        m_drawing.area(upper + lower, theme.accentSoft);
        drawAxes(m_drawing, x, y, box, left, m_points);
        m_drawing.path(curve, theme.accent, curve_width);
        const KeptCells kept = m_plot.kept();
        const double share = static_cast<double>(kept.kept) / all;
        stand(box, placeOf(box, x, y, share, 0).x(), theme.warning);
        if (kept.kept == 0) return;
        const QPointF at = placeOf(box, x, y, share, std::max(kept.accuracy(), y.low));
        m_drawing.disc({at.x() - widest_dot / 2, at.y() - widest_dot / 2, widest_dot, widest_dot},
                       theme.warning);
    }

    const CalibrationPlot& m_plot;
    const FigurePage& m_page;
    double m_points, m_line;
    FigureDrawing m_drawing;
    QStringList m_notes;
    double m_top = 0, m_cell = 0, m_left = 0, m_width = 0, m_height = 0;
    bool m_beside = false;
    int m_rows = 1;
};

}  // namespace

QString CalibrationFigure::title() const {
    return m_plot.panels == CalibrationPanels::Reliability ? tr("reliability")
           : m_plot.panels == CalibrationPanels::Coverage  ? tr("coverage and accuracy")
                                                           : tr("calibration");
}

FigureDrawing CalibrationFigure::layOut(const FigurePage& page, Job& job) const {
    job.checkpoint();
    if (!m_plot.empty()) return Composer(m_plot, page).compose();
    FigureDrawing drawing;
    drawing.page = QSizeF(page.widthMm, page.heightMm > 0 ? page.heightMm : 10);
    drawing.problems << tr("There is nothing to draw.");
    return drawing;
}

}  // namespace regulus
