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

  Q_SIGNALS:
    void hovered(std::optional<regulus::HeatmapScene::Cell> cell);
    void clicked(regulus::HeatmapScene::Cell cell, Qt::KeyboardModifiers modifiers);
    void doubleClicked(regulus::HeatmapScene::Cell cell);  // after a click; or the key C
    void branchHovered(std::optional<regulus::HeatmapScene::Branch> branch);
    void branchClicked(regulus::HeatmapScene::Branch branch, Qt::KeyboardModifiers modifiers);
    // Over fields, from one place to another: see HeatmapScene::cellsBetween().
    void dragged(QPointF from, QPointF to, Qt::KeyboardModifiers modifiers);
    void escapePressed();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void setHovered(std::optional<HeatmapScene::Cell> cell);
    void setHoveredBranch(std::optional<HeatmapScene::Branch> branch);
    void moveHovered(int lines, int columns);  // with the keyboard
    void climb(bool ofGenes);                  // to the next larger branch of what is hovered
    void choose(Qt::KeyboardModifiers modifiers);
    void zoom(double factor, double atX);

    HeatmapScene m_scene;
    std::optional<QPointF> m_pressed;          // where a drag over fields may have begun
    std::optional<HeatmapScene::Cell> m_last;  // that was clicked
    bool m_doubled = false;                    // the button is down for the second time
};

}  // namespace regulus
