// The widget under a PointPlot: hover, click, a frame of points, thresholds that are dragged, keys. Knows the
// scene and nothing of the session.
#pragma once

#include <QWidget>
#include <functional>
#include <optional>
#include <vector>

#include "ui/render/point_plot_scene.h"

namespace regulus {

class PointPlotCanvas final : public QWidget {
    Q_OBJECT
  public:
    explicit PointPlotCanvas(const QString& name, QWidget* parent = nullptr);

    void setPlot(PointPlot plot);
    const PointPlotScene& scene() const { return m_scene; }
    void setChosen(std::optional<std::uint32_t> id);
    // What the tool tip says of a point, and the screen reader.
    void setDescribe(std::function<QString(std::uint32_t id)> describe) { m_describe = std::move(describe); }

    QSize sizeHint() const override { return {380, 260}; }
    QSize minimumSizeHint() const override { return {200, 120}; }

  Q_SIGNALS:
    void clicked(std::uint32_t id);
    void framed(const std::vector<std::uint32_t>& ids);
    void thresholdMoved(regulus::PointPlotScene::Threshold which, double value);
    void hovered(const QString& text);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void setHovered(std::optional<std::size_t> point, const QPoint& global);
    void stepHovered(int by);
    QPoint globalOf(std::size_t point) const;

    PointPlotScene m_scene;
    std::function<QString(std::uint32_t id)> m_describe;
    std::optional<PointPlotScene::Threshold> m_dragged;
    std::optional<QPointF> m_pressed;
    std::optional<QRectF> m_frame;
};

}  // namespace regulus
