// A histogram of the values that cells are coloured by; a stretch of it that is dragged over selects.
#pragma once

#include <QWidget>
#include <optional>
#include <utility>
#include <vector>

#include "ui/views/parts/histogram_bars.h"

namespace regulus {

class ValueStrip final : public QWidget {
    Q_OBJECT
  public:
    explicit ValueStrip(QWidget* parent = nullptr);

    void setHistogram(ValueHistogram histogram);
    void setColors(HistogramColors colors);
    void setMarked(std::vector<std::size_t> marked);  // of each bin the cells selected; empty: none

    const ValueHistogram& histogram() const { return m_histogram; }
    const std::vector<std::size_t>& marked() const { return m_marked; }
    double xOf(double value) const { return axis().xOf(value); }  // pixels
    QSize sizeHint() const override { return {200, 84}; }

  Q_SIGNALS:
    // A stretch that was dragged over, low end first; of a click a single bin.
    void rangeChosen(double low, double high, Qt::KeyboardModifiers modifiers);

  protected:
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;  // Esc gives a stretch up

  private:
    HistogramAxis axis() const;
    std::pair<double, double> stretch(double a, double b) const;  // of two places in pixels, values

    ValueHistogram m_histogram;
    HistogramColors m_colors;
    std::vector<std::size_t> m_marked;
    std::optional<double> m_pressed;  // pixels
    double m_now = 0;
};

}  // namespace regulus
