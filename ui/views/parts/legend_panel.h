// The legend of a map as a panel beside it: groups to hide and isolate, a scale whose ends are dragged, or
// the square of a blend. As wide as its legend needs; hidden where there is none.
#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "ui/render/blend_legend.h"
#include "ui/render/legend_painter.h"
#include "ui/render/point_colors.h"

namespace regulus {

class LegendPanel final : public QWidget {
    Q_OBJECT
  public:
    explicit LegendPanel(QWidget* parent = nullptr);

    struct Shown {
        std::shared_ptr<const PointColors> colors;  // null: no legend
        std::vector<std::uint8_t> hidden;           // one an entry, or empty
        QString order;                              // of a scale, see drawing_order.h
        bool groups = false;                        // categories are listed
        bool plotLink = false;                      // of a blend
    };
    void setLegend(Shown shown);
    void setHighlightedCategory(std::optional<int> category);
    // Where an entry is, as last painted; empty where it is not.
    QRectF entryBox(int category) const;
    const std::vector<PaintedScale>& scales() const { return m_scales; }

  Q_SIGNALS:
    void categoryHovered(std::optional<int> category);
    void categoryClicked(int category, Qt::KeyboardModifiers modifiers);  // of a blend also blend_plot_link
    void categoryDoubleClicked(int category);
    // As of EmbeddingCanvas.
    void scaleEndMoved(const regulus::ScaleEnd& end, double value);
    void scaleEndLeft(const regulus::ScaleEnd& end, bool kept);
    void scaleDoubleClicked(int axis);

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    const Legend* legend() const;  // that is shown; null: none
    Legend orderedScale() const;
    bool blended() const { return m_shown.colors && m_shown.colors->blended(); }
    void fitWidth();
    std::optional<int> entryAt(QPointF position) const;
    void hover(QPointF position);
    QString tipAt(QPointF position) const;

    Shown m_shown;
    std::optional<int> m_highlighted;
    ScaleLook m_scaleLook;
    double m_scroll = 0;
    std::vector<LegendRow> m_rows;       // as last painted
    std::vector<PaintedScale> m_scales;  // as last painted
};

}  // namespace regulus
