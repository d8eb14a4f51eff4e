// What lies over points in space: names of groups, the ring around the hovered point, the scale of the
// colours. It follows the camera, and lets the mouse through.
#pragma once

#include <QWidget>
#include <functional>
#include <optional>
#include <vector>

#include "ui/render/camera_3d.h"
#include "ui/render/point_colors.h"
#include "ui/render/space_points.h"

namespace regulus {

struct SpaceName {
    QString text;
    SpacePlace at{};
    int category = -1;
};

class SpaceOverlay final : public QWidget {
    Q_OBJECT
  public:
    // `camera` is asked whenever it is painted.
    SpaceOverlay(std::function<Camera3d()> camera, QWidget* parent);

    void setNames(std::vector<SpaceName> names);  // the important first
    void setHighlighted(std::optional<SpacePlace> place, const QColor& color = {});
    void setScale(const Legend& legend);  // of categories: none
    void setSimulated(bool simulated);    // says so over the points
    // The category whose name is there, as last painted.
    std::optional<int> nameAt(QPointF position) const;
    std::size_t namesShown() const { return m_spots.size(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QPointF pixelOf(float x, float y) const;
    void paintNames(QPainter& painter);
    void paintRing(QPainter& painter);
    void paintScale(QPainter& painter);

    std::function<Camera3d()> m_camera;
    std::vector<SpaceName> m_names;
    std::optional<SpacePlace> m_highlighted;
    QColor m_color;
    Legend m_legend;
    bool m_simulated = false;
    struct Spot {
        QRectF box;
        int category;
    };
    std::vector<Spot> m_spots;  // as last painted
};

}  // namespace regulus
