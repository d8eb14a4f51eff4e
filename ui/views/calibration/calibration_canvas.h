// Shows a CalibrationPlot as its figure draws it, in the colours of the theme. The threshold is dragged in
// either panel, or moved by the arrow keys; a bin under the pointer says its numbers.
#pragma once

#include <QWidget>
#include <optional>

#include "ui/figures/figure_drawing.h"
#include "ui/figures/judging/calibration_plot.h"

namespace regulus {

class CalibrationCanvas final : public QWidget {
    Q_OBJECT
  public:
    explicit CalibrationCanvas(QWidget* parent = nullptr);

    void setPlot(CalibrationPlot plot);
    void setThreshold(double threshold);
    const CalibrationPlot& plot() const { return m_plot; }
    QRectF panel(std::size_t which) const;  // pixels: 0 reliability, 1 coverage; empty where it is not shown
    QSize sizeHint() const override { return {760, 260}; }
    QSize minimumSizeHint() const override { return {240, 120}; }

  Q_SIGNALS:
    void thresholdMoved(double threshold);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void layOut();
    std::optional<std::size_t> panelAt(QPointF at) const;
    void drag(QPointF at);
    QString wordsAt(QPointF at) const;

    CalibrationPlot m_plot;
    FigureDrawing m_drawing;
    std::optional<std::size_t> m_dragged;  // the panel
};

}  // namespace regulus
