// Training as it goes: loss and validation macro-F1 over the epochs, two plots one above the other with
// one time axis, pretraining on a ground of its own. Knows no widget.
#pragma once

#include <optional>
#include <vector>

#include "core/model/model_file.h"
#include "ui/render/figure_scene.h"

namespace regulus {

class CurveScene final : public FigureScene {
  public:
    // `planned` epochs make the axis; `baseline` (macro-F1 of the baseline) is a dashed line when known.
    void setHistory(std::vector<EpochRecord> history, int planned, std::optional<double> baseline);
    void setHover(std::optional<QPointF> at) { m_hover = at; }

    bool empty() const { return m_history.empty(); }
    const std::vector<EpochRecord>& history() const { return m_history; }
    std::optional<double> baseline() const { return m_baseline; }
    int lastEpoch() const;  // of the axis

    void paint(QPainter& painter, const QRectF& area, const PaintStyle& style) const override;
    QString title() const override { return QStringLiteral("training"); }

    struct Curve {
        QString name;
        QColor color;
        std::vector<QPointF> points;  // epoch, value; only finite ones
    };
    // Pretraining has another loss than training: two curves, not one that jumps.
    std::vector<Curve> lossCurves(const Theme& theme) const;
    std::vector<Curve> scoreCurves(const Theme& theme) const;
    struct Range {
        double low = 0, high = 1;
    };
    Range lossRange() const;
    Range scoreRange() const;

  private:
    void paintPlot(QPainter& painter, const QRectF& area, const PaintStyle& style, const QString& name,
                   const std::vector<Curve>& curves, double low, double high, bool lastPlot) const;
    void paintHover(QPainter& painter, const QRectF& plot, const PaintStyle& style,
                    const std::vector<Curve>& curves, double low, double high) const;

    std::vector<EpochRecord> m_history;
    int m_planned = 0;
    std::optional<double> m_baseline;
    std::optional<QPointF> m_hover;
};

}  // namespace regulus
