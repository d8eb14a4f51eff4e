#include "ui/figures/page_figure.h"

#include <algorithm>

#include "ui/figures/panel_letter.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double gap = 4;           // mm, between panels
constexpr double least_letter = 8;  // points
// Plots of panel k have the numbers from k × most_plots; those that a panel has not are empty.
constexpr std::size_t most_plots = 128;

}  // namespace

PageFigure::PageFigure(std::vector<std::shared_ptr<const Figure>> panels, int columns)
    : m_panels(std::move(panels)),
      m_columns(std::min(static_cast<std::size_t>(std::max(1, columns)), m_panels.size())) {}

QString PageFigure::title() const {
    return m_panels.size() == 1 ? m_panels.front()->title() : QStringLiteral("page");
}

QString PageFigure::remark(PointsAs points) const {
    QStringList remarks;
    for (const auto& panel : m_panels) remarks << panel->remark(points);
    remarks.removeAll(QString());
    remarks.removeDuplicates();
    return remarks.join(QLatin1Char(' '));
}

FigureDrawing PageFigure::layOut(const FigurePage& page, Job& job) const {
    const double letterPoints = std::max(least_letter, page.textPoints + 1);
    const FigureFont bold{letterPoints, true};
    const double head = m_panels.size() > 1 ? lineHeight(letterPoints) : 0;
    const auto columns = static_cast<double>(m_columns);
    const double width = (page.widthMm - gap * (columns - 1)) / columns;
    const std::size_t rows = (m_panels.size() + m_columns - 1) / m_columns;
    const auto parts = [&](const std::vector<double>& heights) {
        std::vector<FigureDrawing> made;
        for (std::size_t k = 0; k < m_panels.size(); ++k)
            made.push_back(m_panels[k]->layOut(
                {width, heights.empty() ? 0 : heights[k / m_columns], page.textPoints}, job));
        return made;
    };
    const auto heightsOf = [&](const std::vector<FigureDrawing>& drawings) {
        std::vector<double> heights(rows);
        for (std::size_t k = 0; k < drawings.size(); ++k)
            heights[k / m_columns] = std::max(heights[k / m_columns], drawings[k].page.height());
        return heights;
    };
    std::vector<FigureDrawing> drawings = parts({});
    std::vector<double> heights = heightsOf(drawings);
    if (page.heightMm > 0) {
        double needed = 0;
        for (const double height : heights) needed += height;
        const double room =
            page.heightMm - head * static_cast<double>(rows) - gap * static_cast<double>(rows - 1);
        if (room < 1) {  // letters and gaps alone are higher
            FigureDrawing none;
            none.page = QSizeF(page.widthMm, page.heightMm);
            none.problems << heightProblem(page.heightMm - room + needed);
            return none;
        }
        for (double& height : heights) height *= room / std::max(1.0, needed);
        drawings = parts(heights);
    }
    FigureDrawing out;
    out.plots.resize(m_panels.size() * most_plots);
    double top = 0;
    for (std::size_t k = 0; k < m_panels.size(); ++k) {
        if (k > 0 && k % m_columns == 0) top += head + heights[k / m_columns - 1] + gap;
        const double left = static_cast<double>(k % m_columns) * (width + gap);
        const QPointF at(left, top + head);
        if (head > 0) out.write({panelLetter(k)}, {left, top}, bold, Theme::figure().text);
        out.add(drawings[k], at);
        for (std::size_t p = 0; p < std::min(most_plots, drawings[k].plots.size()); ++p)
            out.plots[k * most_plots + p] = drawings[k].plots[p].translated(at);
        for (const QString& problem : drawings[k].problems)
            out.problems << (head > 0 ? panelLetter(k) + QStringLiteral(": ") + problem : problem);
        if (drawings[k].plots.size() > most_plots)
            out.problems
                << QStringLiteral("%1: it has too many parts for a page with others.").arg(panelLetter(k));
    }
    const double bottom = top + head + heights.back();
    out.page = QSizeF(page.widthMm, page.heightMm > 0 ? page.heightMm : bottom);
    return out;
}

void PageFigure::paintPlot(QPainter& painter, const QRectF& plot, std::size_t which, const PlotStyle& style,
                           Job& job) const {
    if (!plot.isEmpty())
        m_panels.at(which / most_plots)->paintPlot(painter, plot, which % most_plots, style, job);
}

}  // namespace regulus
