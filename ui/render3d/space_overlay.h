// What lies over points in space: names of groups, rings around single points, where the directions point,
// and what a tool draws. It follows the camera, and lets the mouse through.
#pragma once

#include <QWidget>
#include <array>
#include <functional>
#include <optional>
#include <vector>

#include "ui/render/camera_3d.h"
#include "ui/render/space_marker.h"
#include "ui/render/space_points.h"

namespace regulus {

struct SpaceName {
    QString text;
    SpacePlace at{};
    int category = -1;
    double radius = 0;  // of what it names, in space
};

struct SpaceRing {
    SpacePlace at{};
    QColor color;         // that fills it; invalid: it is not filled
    double diameter = 0;  // of the point inside it, logical pixels
};

class SpaceOverlay final : public QWidget {
    Q_OBJECT
  public:
    // `camera` is asked whenever it is painted.
    SpaceOverlay(std::function<Camera3d()> camera, QWidget* parent);

    void setNames(std::vector<SpaceName> names);  // the important first
    void setHighlightedCategory(std::optional<int> category);
    void setRings(std::vector<SpaceRing> rings);  // the last above the others
    void setMarker(const SpaceMarker& marker);    // without names: none
    void setSimulated(bool simulated);            // says so over the points
    // Above everything else, in pixels of this widget.
    void setSketch(std::function<void(QPainter&)> sketch) { m_sketch = std::move(sketch); }
    // The category whose name is there, as last painted.
    std::optional<int> nameAt(QPointF position) const;
    // The direction whose end in the marker is there, as last painted.
    std::optional<std::size_t> directionAt(QPointF position) const;
    std::size_t namesShown() const { return m_spots.size(); }
    std::size_t rings() const { return m_rings.size(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QPointF pixelOf(float x, float y) const;
    void paintNames(QPainter& painter, const Camera3d& camera);
    void paintRings(QPainter& painter, const Camera3d& camera);

    std::function<Camera3d()> m_camera;
    std::function<void(QPainter&)> m_sketch;
    std::vector<SpaceName> m_names;
    std::vector<SpaceRing> m_rings;
    std::optional<int> m_highlighted;
    SpaceMarker m_marker;
    std::array<QPointF, 3> m_ends;  // of the marker, as last painted
    bool m_simulated = false;
    struct Spot {
        QRectF box;
        int category;
    };
    std::vector<Spot> m_spots;  // as last painted, the uppermost first
};

}  // namespace regulus
