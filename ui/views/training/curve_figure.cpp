#include "ui/views/training/curve_figure.h"

#include <QCoreApplication>
#include <algorithm>

#include "core/base/plain_number.h"
#include "ui/figures/plot_axes_drawing.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double margin = 1, gap = 2, usual_aspect = 2.2;               // mm; width over height of a plot
constexpr double least_width = 20, least_height = 10;                   // mm, of a plot
constexpr double curve_width = 0.4, dot = 0.6, swatch = 3, rule = 0.2;  // mm

QString tr(const char* text) {
    return QCoreApplication::translate("TrainingView", text);
}

class TrainingFigure final : public Figure {
  public:
    TrainingFigure(const CurveScene& curves, bool simulated)
        : m_panels{{tr("Loss"), curves.lossRange(), curves.lossCurves(Theme::figure()), std::nullopt},
                   {tr("Macro-F1"), curves.scoreRange(), curves.scoreCurves(Theme::figure()),
                    curves.baseline()}},
          m_last(curves.lastEpoch()),
          m_simulated(simulated) {
        // A training without labels to validate on has no score.
        if (m_panels[1].curves.front().points.empty()) m_panels.pop_back();
    }

    QString title() const override { return tr("training"); }
    FigureDrawing layOut(const FigurePage& page, Job& job) const override;

  private:
    struct Panel {
        QString name;
        CurveScene::Range range;
        std::vector<CurveScene::Curve> curves;
        std::optional<double> baseline;
    };
    void draw(FigureDrawing& drawing, const Panel& panel, const QRectF& box, double points) const;
    PlotAxis epochs() const { return {tr("Epoch"), 1, double(std::max(m_last, 2))}; }
    static PlotAxis axisOf(const Panel& panel) { return {panel.name, panel.range.low, panel.range.high}; }

    std::vector<Panel> m_panels;
    int m_last;
    bool m_simulated;
};

FigureDrawing TrainingFigure::layOut(const FigurePage& page, Job& job) const {
    job.checkpoint();
    FigureDrawing drawing;
    const double points = page.textPoints, line = lineHeight(points);
    const double top = m_simulated ? drawing.mark(margin, points) + mark_gap : margin;
    const auto count = double(m_panels.size());
    // Each panel has a line with the names of its curves above it, and its axis below.
    const double around = line + axisRoomBelow(points) + gap;
    const double given = page.heightMm > 0 ? (page.heightMm - top - margin + gap) / count - around : 0;
    double left = 0;
    for (const Panel& panel : m_panels)
        left = std::max(left, axisRoomLeft(axisOf(panel), given > 0 ? given : page.widthMm / 2, points));
    const double room = page.widthMm - 2 * margin - left - line;  // half a tick's text to the right
    const double height = page.heightMm > 0 ? given : room / usual_aspect;
    if (room < least_width) drawing.problems << tr("The plot needs more width, or smaller text.");
    if (page.heightMm > 0 && given < least_height)
        drawing.problems << heightProblem(top + margin - gap + count * (least_height + around));
    double down = top;
    for (const Panel& panel : m_panels) {
        const QRectF box(margin + left, down + line, std::max(room, least_width),
                         std::max(height, least_height));
        draw(drawing, panel, box, points);
        down = box.bottom() + axisRoomBelow(points) + gap;
    }
    drawing.page = QSizeF(page.widthMm, page.heightMm > 0 ? page.heightMm : down - gap + margin);
    return drawing;
}

void TrainingFigure::draw(FigureDrawing& drawing, const Panel& panel, const QRectF& box,
                          double points) const {
    const PlotAxis x = epochs(), y = axisOf(panel);
    const Theme theme = Theme::figure();
    const double line = lineHeight(points);
    const auto placeOf = [&](const QPointF& at) {
        return QPointF(box.left() + alongAxis(x, at.x()) * box.width(),
                       box.bottom() - alongAxis(y, at.y()) * box.height());
    };
    drawing.plots.push_back(box);
    drawAxes(drawing, x, y, box, margin, points);
    double right = box.right();
    const auto name = [&](const QString& text, const QColor& color, double width) {
        right -= textWidth(text, {points});
        drawing.write({text}, {right, box.top() - line}, {points}, theme.text);
        const double middle = box.top() - line / 2;
        drawing.stroke({{right - swatch - 1, middle}, {right - 1, middle}}, color, width);
        right -= swatch + 3;
    };
    if (panel.baseline) {
        const double at = placeOf({1, std::clamp(*panel.baseline, y.low, y.high)}).y();
        drawing.stroke({{box.left(), at}, {box.right(), at}}, theme.mutedText, rule);
        name(tr("baseline on test cells"), theme.mutedText, rule);
    }
    for (auto curve = panel.curves.rbegin(); curve != panel.curves.rend(); ++curve) {
        if (curve->points.empty()) continue;
        QPolygonF path;
        for (const QPointF& at : curve->points) path << placeOf(at);
        if (path.size() > 1) drawing.path(path, curve->color, curve_width);
        for (const QPointF& at : path)
            drawing.disc({at.x() - dot / 2, at.y() - dot / 2, dot, dot}, curve->color);
        name(curve->name, curve->color, curve_width);
    }
}

}  // namespace

std::shared_ptr<const Figure> trainingFigure(const CurveScene& curves, bool simulated) {
    if (curves.empty()) return nullptr;
    return std::make_shared<TrainingFigure>(curves, simulated);
}

FigureNumbers trainingNumbers(const std::vector<EpochRecord>& history) {
    FigureNumbers out;
    if (history.empty()) return out;
    out.columns = {"epoch", "stage", "loss", "validation_loss", "validation_macro_f1", "seconds"};
    for (const EpochRecord& epoch : history)
        out.rows.push_back({std::to_string(epoch.epoch), epoch.pretraining ? "pretraining" : "training",
                            plain_number(epoch.loss), plain_number(epoch.validation_loss),
                            plain_number(epoch.validation_macro_f1), plain_number(epoch.seconds)});
    return out;
}

}  // namespace regulus
