#include "ui/figures/panels_figure.h"

#include <algorithm>

namespace regulus {

FigureDrawing PanelsFigure::layOut(const FigurePage& page, Job& job) const {
    FigureDrawing drawing;
    drawing.page = QSizeF(page.widthMm, 0);
    FigurePage part = page;
    part.widthMm = page.widthMm / static_cast<double>(m_panels.size());
    // The lowest edges of all lie on one line.
    std::vector<FigureDrawing> panels;
    for (const auto& panel : m_panels) {
        panels.push_back(panel->layOut(part, job));
        if (page.heightMm <= 0)
            drawing.page.rheight() = std::max(drawing.page.height(), panels.back().page.height());
    }
    if (page.heightMm > 0) drawing.page.rheight() = page.heightMm;
    part.heightMm = drawing.page.height();
    for (std::size_t i = 0; i < m_panels.size(); ++i) {
        const FigureDrawing panel = page.heightMm > 0 ? panels[i] : m_panels[i]->layOut(part, job);
        const QPointF at(static_cast<double>(i) * part.widthMm, 0);
        drawing.add(panel, at);
        for (const QRectF& plot : panel.plots) drawing.plots.push_back(plot.translated(at));
        if (!panel.legend.isEmpty()) drawing.legend |= panel.legend.translated(at);
        drawing.problems << panel.problems;
    }
    drawing.problems.removeDuplicates();
    return drawing;
}

void PanelsFigure::paintPlots(QPainter& painter, const FigureDrawing& drawing, const PlotStyle& style,
                              Job& job) const {
    const double width = drawing.page.width() / static_cast<double>(m_panels.size());
    for (const QRectF& plot : drawing.plots) {
        const auto panel = static_cast<std::size_t>(plot.center().x() / width);
        m_panels[std::min(panel, m_panels.size() - 1)]->paintPlot(painter, plot, style, job);
    }
}

QString PanelsFigure::remark(PointsAs points) const {
    for (const auto& panel : m_panels)
        if (const QString text = panel->remark(points); !text.isEmpty()) return text;
    return {};
}

}  // namespace regulus
