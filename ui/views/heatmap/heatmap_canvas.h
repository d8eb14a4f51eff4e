// The widget under a heatmap: hover, click, wheel and keys. Knows the scene and nothing of the session.
#pragma once

#include <QWidget>
#include <optional>

#include "ui/render/heatmap_scene.h"

namespace regulus {

class HeatmapCanvas final : public QWidget {
    Q_OBJECT
  public:
    explicit HeatmapCanvas(QWidget* parent = nullptr);
    HeatmapScene& scene() { return m_scene; }
    const HeatmapScene& scene() const { return m_scene; }
    // Asks for the height that all rows need at their smallest, where they are not too many; else they
    // scroll.
    void makeRoomForRows();

  Q_SIGNALS:
    void hovered(std::optional<regulus::HeatmapScene::Cell> cell);
    void clicked(regulus::HeatmapScene::Cell cell, Qt::KeyboardModifiers modifiers);
    void escapePressed();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void setHovered(std::optional<HeatmapScene::Cell> cell);
    void moveHovered(int lines, int columns);  // with the keyboard
    void zoom(double factor, double atX);

    HeatmapScene m_scene;
};

}  // namespace regulus
