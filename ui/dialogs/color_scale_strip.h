// A histogram of values in the colours of their scale, whose ends are dragged.
#pragma once

#include <QRgb>
#include <QWidget>
#include <vector>

#include "ui/views/parts/histogram_bars.h"

namespace regulus {

class ColorScaleStrip final : public QWidget {
    Q_OBJECT
  public:
    explicit ColorScaleStrip(QWidget* parent = nullptr);

    void setHistogram(ValueHistogram histogram);
    void setScale(double low, double high, std::vector<QRgb> colors);  // from the low end to the high one

    QSize sizeHint() const override { return {420, 150}; }
    double xOf(double value) const;  // pixels

  Q_SIGNALS:
    // The mouse drags an end; the other one is where it was.
    void lowDragged(double value);
    void highDragged(double value);

  protected:
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent*) override;

  private:
    enum class End { None, Low, High };
    HistogramAxis axis() const;
    End endAt(double x) const;  // the nearer one, if it is near
    void drag(double x);

    ValueHistogram m_histogram;
    double m_low = 0, m_high = 1;
    std::vector<QRgb> m_colors;
    End m_dragged = End::None;
};

}  // namespace regulus
